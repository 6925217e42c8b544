import type { enStreams } from './en-streams.ts';

export const zhStreams: Record<keyof typeof enStreams, string> = {
  'streams.noDevice': '连接设备后即可打开数据流。',

  'error.NO_SUCH_TRANSFER.title': '传输已不存在',
  'error.NO_SUCH_TRANSFER.why': '它已从列表中移除。',
  'error.NO_SUCH_TRANSFER.next': '请开始新的传输。',
  'error.NO_STREAM.title': '未提供数据流',
  'error.NO_STREAM.why': '调用的应答中没有数据流端口。',
  'error.NO_STREAM.next': '请检查 URL、方法和参数：应答的状态可说明原因。',
  'error.STREAM_INCOMPLETE.title': '数据流提前结束',
  'error.STREAM_INCOMPLETE.why': '收到的字节少于设备宣告的数量。',
  'error.STREAM_INCOMPLETE.next': '已收到的内容保留在未完成的文件中；请重新开始。',
  'error.STREAM_MISMATCH.title': '与宣告不符',
  'error.STREAM_MISMATCH.why': '长度或 SHA-256 与设备宣告的不同。',
  'error.STREAM_MISMATCH.next': '已收到的内容保留在未完成的文件中；请重新开始，或检查设备宣告的值。',
};
