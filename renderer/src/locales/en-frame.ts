export const enFrame = {} as const satisfies Record<string, string>;
