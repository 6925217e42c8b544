import type { TapConnection } from './tap.ts';

/**
 * Stands between a server and the wire, so that a mock can behave like a device that is broken. Everything that is sent or
 * has arrived is given to it in place of going on; it goes on where it calls `send` or `receive` of the line, as often and
 * as late as it likes. It must not throw. A tap sees what truly came and what truly goes.
 */
export interface Interference {
  /** False: a connection from there is reset before anything is read. */
  accepts(host: string): boolean;
  /** A connection was made; nothing has been read. */
  opened(line: Line): void;
  /** One whole packet that the server would send; the bytes are the callee's. */
  sending(packet: Buffer, quick: boolean, line: Line): void;
  /** One whole packet that has arrived; the bytes are shared with others that only read them. */
  receiving(packet: Buffer, quick: boolean, line: Line): void;
  /** So many bytes were read from TCP. */
  read(bytes: number, line: Line): void;
  closed(line: Line): void;
}

/** One connection of a server, as an `Interference` may use it. After its end all of it does nothing. */
export interface Line {
  readonly connection: TapConnection;
  /** Of the client, once its handshake is through. */
  readonly clientId: number | undefined;
  /** Puts bytes on the wire, whatever they are. False: too much is waiting, or there is no such channel. */
  send(bytes: Buffer, quick: boolean): boolean;
  /** One whole packet, as if it had arrived. */
  receive(packet: Buffer, quick: boolean): void;
  /** Reads no more from TCP until it is set to false. */
  hold(held: boolean): void;
  /** Sends what waits and closes in order. */
  close(): void;
  /** Closes at once with RST. */
  reset(): void;
}

/** What a link does in place of sending and acting. */
export interface LinkInterference {
  sending(packet: Buffer): void;
  receiving(packet: Buffer): void;
  read(bytes: number): void;
}
