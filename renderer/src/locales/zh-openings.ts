import type { enOpenings } from './en-openings.ts';

export const zhOpenings: Record<keyof typeof enOpenings, string> = {
  'link.check': '此地址来自一个链接。请只连接您了解的设备。',
  'link.leftOut.credentials': '链接中的用户名或密码已被去除。如果设备需要，请自行输入。',
  'link.leftOut.path': '链接中地址之后的内容已被去除。',
  'link.refused': '未打开链接 {link}。{why}',
  'link.refused.length': '作为地址，它过长。',
  'link.refused.characters': '其中含有地址不允许的字符。',
  'link.refused.address': '链接应以 vsoa://host:port 的形式给出服务端。',
  'link.tooMany': '一次超过 {most} 个文件和链接：其余的未打开。',
};
