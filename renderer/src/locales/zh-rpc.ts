import type { enRpc } from './en-rpc.ts';

export const zhRpc: Record<keyof typeof enRpc, string> = {};
