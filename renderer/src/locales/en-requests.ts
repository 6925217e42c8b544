export const enRequests = {} as const satisfies Record<string, string>;
