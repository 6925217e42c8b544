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
export type { Clock, TimerHandle } from './clock.ts';
export { systemClock } from './clock.ts';
export type { ConnectErrorCode, VsoaErrorCode } from './errors.ts';
export { ConnectError, PacketError, RefusedError, VsoaError } from './errors.ts';
export type { FetchedReply, FetchOptions } from './fetch.ts';
export { fetch } from './fetch.ts';
export type { MirrorEvents } from './helpers/mirror.ts';
export { Mirror } from './helpers/mirror.ts';
export type { RegulatorOptions } from './helpers/regulator.ts';
export { Regulator } from './helpers/regulator.ts';
export type { Accept, JsonObject, SyncerEvents, SyncerOptions } from './helpers/syncer.ts';
export { Syncer } from './helpers/syncer.ts';
export type { TimerStartOptions } from './helpers/timer.ts';
export { Timer } from './helpers/timer.ts';
export type { Job, WorkQueueEvents } from './helpers/work-queue.ts';
export { WorkQueue } from './helpers/work-queue.ts';
export type { Interference, Line } from './interference.ts';
export type { KeepAlive } from './keep-alive.ts';
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
export type { PositionCallback, PositionQuery, PositionServerLimits } from './position/callback.ts';
export type { LookupOptions, PositionOptions } from './position/lookup.ts';
export { lookup } from './position/lookup.ts';
export type { PositionServerEvents, PositionServerOptions } from './position/server.ts';
export { PositionServer } from './position/server.ts';
export type { NamedPosition } from './position/table.ts';
export type { DomainCode, PositionAnswer, PositionEntry } from './position/wire.ts';
export { Domain } from './position/wire.ts';
export type { RobotEvents, RobotMessage, RobotOptions, RobotState, SubscriptionState } from './robot/options.ts';
export { Robot } from './robot/robot.ts';
export type {
  Answer,
  CommandHandler,
  CommandOptions,
  JobQueue,
  Later,
  ServerEvents,
  ServerLimits,
  ServerOptions,
  ServerStreamOptions,
  StartOptions,
} from './server/options.ts';
export { LATER } from './server/options.ts';
export type { RemoteClient, RemoteClientEvents } from './server/remote-client.ts';
export { Server } from './server/server.ts';
export type { StreamOptions, StreamTimes } from './stream/options.ts';
export { Stream } from './stream/stream.ts';
export { eachPacket, type Tap, type TapConnection, type TapEvent } from './tap.ts';
export type { ClientTlsOptions, Pem, ServerTlsOptions, TlsIdentity, TlsVerify } from './tls/options.ts';
export type { CertificateName, PeerCertificate } from './tls/peer-certificate.ts';
export { urlMatches } from './url.ts';
