/** What the bench tells of saved requests and environments. */
export interface RequestEvents {}

export const requestCommands = {} as const;
