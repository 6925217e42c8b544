export const enWorkspace = {} as const satisfies Record<string, string>;
