import type { enWorkspace } from './en-workspace.ts';

export const zhWorkspace: Record<keyof typeof enWorkspace, string> = {};
