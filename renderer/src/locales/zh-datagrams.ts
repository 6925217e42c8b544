import type { enDatagrams } from './en-datagrams.ts';

export const zhDatagrams: Record<keyof typeof enDatagrams, string> = {
  'datagrams.noDevice': '连接设备后即可向其发送数据报。',
};
