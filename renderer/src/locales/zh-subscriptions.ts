import type { enSubscriptions } from './en-subscriptions.ts';

export const zhSubscriptions: Record<keyof typeof enSubscriptions, string> = {};
