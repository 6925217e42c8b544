import type { enStreams } from './en-streams.ts';

export const zhStreams: Record<keyof typeof enStreams, string> = {
  'streams.noDevice': '连接设备后即可打开数据流。',
};
