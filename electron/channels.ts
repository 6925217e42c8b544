/** Every command of the contract goes through this one; the command's name is its first argument. */
export const COMMAND_CHANNEL = 'bench:command';
/** The page hands over the port on which it wants events. */
export const EVENT_CHANNEL = 'bench:events';
