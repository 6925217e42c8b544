import type { enPositions } from './en-positions.ts';

export const zhPositions: Record<keyof typeof enPositions, string> = {
  'error.NO_SUCH_ENTRY.title': '条目已不存在',
  'error.NO_SUCH_ENTRY.why': '表格已被更改。',
  'error.NO_SUCH_ENTRY.next': '请选择其他条目。',
};
