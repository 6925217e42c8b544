import type { enSubscriptions } from './en-subscriptions.ts';

export const zhSubscriptions: Record<keyof typeof enSubscriptions, string> = {
  'error.NO_SUCH_VALUE.title': '该值已不在内存中',
  'error.NO_SUCH_VALUE.why': '内存已被更新的值占用，或该值过大而未保留。',
  'error.NO_SUCH_VALUE.next': '请选择较新的值，或增大每个主题保留的值数。',
};
