/** What the bench tells of streams. */
export interface StreamEvents {}

export const streamCommands = {} as const;
