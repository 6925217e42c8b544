export const enSubscriptions = {} as const satisfies Record<string, string>;
