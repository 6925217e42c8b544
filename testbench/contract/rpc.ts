/** What the bench tells of calls. */
export interface RpcEvents {}

export const rpcCommands = {} as const;
