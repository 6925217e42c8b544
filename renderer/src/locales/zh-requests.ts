import type { enRequests } from './en-requests.ts';

export const zhRequests: Record<keyof typeof enRequests, string> = {};
