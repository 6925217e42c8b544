import type { enDatagrams } from './en-datagrams.ts';

export const zhDatagrams: Record<keyof typeof enDatagrams, string> = {
  'datagrams.noDevice': '连接设备后即可向其发送数据报。',
  'error.NO_QUICK_CHANNEL.title': '没有快速通道',
  'error.NO_QUICK_CHANNEL.why': '使用 TLS 时没有快速通道：数据报会以明文发送，因此未发送。',
  'error.NO_QUICK_CHANNEL.next': '请改用普通通道发送。',
  'error.INVALID_LIST.title': '列表中有错误的行',
  'error.INVALID_LIST.why': '有错误的行不会是想要发送的内容，因此什么都没有发送。',
  'error.INVALID_LIST.next': '请修正这些行，或选择跳过错误的行。',
};
