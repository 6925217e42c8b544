export type { ServerAddress } from './address.ts';
export { parseServerUrl } from './address.ts';
export { Client } from './client/client.ts';
export type {
  CallOptions,
  ClientEvents,
  ClientLimits,
  ClientOptions,
  ClientState,
  ConnectOptions,
  WaitOptions,
} from './client/options.ts';
export type { Clock, Timer } from './clock.ts';
export { systemClock } from './clock.ts';
export type { ConnectErrorCode, VsoaErrorCode } from './errors.ts';
export { ConnectError, PacketError, RefusedError, VsoaError } from './errors.ts';
export type { Message, Reply, Request } from './message.ts';
export type { PacketTypeCode, PacketTypeName } from './packet/constants.ts';
export {
  Flag,
  HEADER_LENGTH,
  MAX_PACKET,
  MAX_QUICK_PACKET,
  MAX_URL,
  PacketType,
  packetTypeName,
  Status,
  statusName,
} from './packet/constants.ts';
export { Decoder } from './packet/decoder.ts';
export type { EncodedParam, PacketInit } from './packet/encoder.ts';
export { checkedRoom, encodeInto, encodePacket, encodeParam } from './packet/encoder.ts';
export type { Oddity } from './packet/oddity.ts';
export { decodePacket, PacketView } from './packet/view.ts';
export type { JsonValue, Payload } from './payload.ts';
export type { Answer, CommandHandler, ServerLimits, ServerOptions } from './server/options.ts';
export type { RemoteClient, RemoteClientEvents } from './server/remote-client.ts';
export type { ServerEvents, StartOptions } from './server/server.ts';
export { Server } from './server/server.ts';
export type { Tap, TapConnection } from './tap.ts';
export { urlMatches } from './url.ts';
