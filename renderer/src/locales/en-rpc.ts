export const enRpc = {} as const satisfies Record<string, string>;
