/** What the bench tells of datagrams. */
export interface DatagramEvents {}

export const datagramCommands = {} as const;
