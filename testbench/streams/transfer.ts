import path from 'node:path';
import { type Clock, VsoaError } from '@vsoa-testbench/core';
import { LIVE_BYTES } from '../contract/streams.ts';
import type { LiveBytes, StreamFlow, Transfer as Told, TransferState } from '../contract.ts';
import type { Devices } from '../devices/devices.ts';
import { BenchFailure, toBenchError } from '../errors.ts';
import { Rate } from '../rate.ts';
import type { KnownValues } from '../requests/known-values.ts';
import type { ChosenFiles } from '../workspace/chosen-files.ts';
import { askForStream } from './ask.ts';
import { safeName } from './device-name.ts';
import { Exchange } from './exchange.ts';
import type { Hashing } from './hashing.ts';
import { NewestBytes } from './newest-bytes.ts';
import { type OutgoingFile, openToSend } from './outgoing-file.ts';
import { type Destination, type OpenFile, ReceivedFile, settle } from './received-file.ts';
import { freshTransfer, type SavedTransfer } from './saved-transfer.ts';
import type { SeenBytes } from './seen-bytes.ts';

export interface TransferContext {
  clock: Clock;
  devices: Devices;
  files: ChosenFiles;
  variables: KnownValues;
  hashing: Hashing;
  /** Keeps what devices send. */
  seen: SeenBytes;
  openFile: OpenFile | undefined;
  /** Its state has changed. */
  onState: () => void;
}

const CANCELLABLE = new Set<TransferState['name']>(['asking', 'linking', 'running', 'paused']);
const ACTIVE = new Set<TransferState['name']>([...CANCELLABLE, 'finishing']);

/** A stream from or to a device, from the call that asks for it to the file that is whole. */
export class Transfer {
  readonly #context: TransferContext;
  #saved: SavedTransfer;
  #live: NewestBytes | undefined;
  #exchange: Exchange | undefined;
  #abort = new AbortController();
  #rates: { received: Rate; sent: Rate; from: number } | undefined;
  /** Of the device. */
  #host: string | undefined;
  /** A partial file that is ours to write anew. */
  #part: string | null = null;
  /** Resolves when the run has ended and its files are closed. */
  #running: Promise<void> = Promise.resolve();

  constructor(saved: SavedTransfer, context: TransferContext) {
    this.#saved = saved;
    this.#context = context;
  }

  get id(): string {
    return this.#saved.id;
  }

  get active(): boolean {
    return ACTIVE.has(this.#saved.state.name);
  }

  get paused(): boolean {
    return this.#saved.state.name === 'paused';
  }

  get saved(): SavedTransfer {
    return { ...this.#saved, ...this.#flows() };
  }

  describe(): Told {
    const { draft, ...saved } = this.saved;
    const { deviceId, source, receive, send } = draft;
    const shown =
      source.kind === 'call' ? { kind: source.kind, url: source.url, method: source.method } : { kind: source.kind };
    return { ...saved, deviceId, source: shown, receive, send };
  }

  /** `mayReplace`: the user has said that the file chosen for it may be replaced. */
  start(mayReplace = false): void {
    const { deviceName, draft, id } = this.#saved;
    const before = this.#running;
    const { clock } = this.#context;
    this.#abort = new AbortController();
    this.#exchange = undefined;
    this.#rates = undefined;
    this.#live = draft.receive.kind === 'live' ? new NewestBytes(LIVE_BYTES) : undefined;
    this.#saved = freshTransfer({ id, draft, deviceName }, clock.time());
    this.#become({ name: draft.source.kind === 'call' ? 'asking' : 'linking' });
    this.#running = before.then(() => this.#run(this.#abort.signal, mayReplace));
  }

  pause(): void {
    if (this.#saved.state.name !== 'running') return;
    this.#exchange?.pause();
    this.#become({ name: 'paused' });
  }

  resume(): void {
    if (this.#saved.state.name !== 'paused') return;
    this.#exchange?.resume();
    this.#become({ name: 'running' });
  }

  /** What has come is all there is; only while nothing is left to be sent. */
  stop(): void {
    const { name } = this.#saved.state;
    if ((name !== 'running' && name !== 'paused') || this.#exchange?.sending !== false) return;
    this.#exchange.stop();
  }

  cancel(): void {
    if (!CANCELLABLE.has(this.#saved.state.name)) return;
    this.#end({ name: 'cancelled' });
    const error = new VsoaError('ABORTED', 'cancelled by the user');
    this.#abort.abort(error);
    this.#exchange?.cancel(error);
  }

  /** Resolves when its sockets and files are closed. */
  async close(): Promise<void> {
    this.#abort.abort();
    this.#exchange?.cancel(new VsoaError('ABORTED', 'the bench is closed'));
    await this.#running;
  }

  /** Where the user was asked, the name is taken from the other file, or another name. */
  async decide(how: 'replace' | 'number'): Promise<void> {
    const { state, file } = this.#saved;
    if (state.name !== 'deciding' || file === null) return;
    this.#become({ name: 'finishing' });
    const destination = { folder: path.dirname(state.taken), name: path.basename(state.taken) };
    try {
      this.#settled(await settle(destination, file.path, how), file.path);
    } catch (error) {
      this.#fail(error);
    }
  }

  read(from: number | null, length: number): LiveBytes {
    return this.#live?.read(from, length) ?? { first: 0, end: 0, from: 0, bytes: new Uint8Array() };
  }

  async #run(signal: AbortSignal, mayReplace: boolean): Promise<void> {
    const { draft } = this.#saved;
    let outgoing: OutgoingFile | null = null;
    let file: ReceivedFile | undefined;
    try {
      signal.throwIfAborted();
      this.#host = this.#context.devices.get(draft.deviceId).host;
      outgoing = await this.#openToSend();
      // Before the device is asked: it waits for 5 s only, and a place that cannot be written is known at once.
      if (draft.receive.kind === 'file') file = await this.#createFile(null);
      const tunnelId = await this.#ask(signal);
      if (draft.receive.kind === 'folder') file = await this.#createFile(tunnelId);
      await this.#transfer({ tunnelId, outgoing, file, signal });
      if (file) await this.#finish(file, mayReplace);
      else this.#end({ name: 'done' });
    } catch (error) {
      await this.#keepPart(file);
      if (!signal.aborted) this.#fail(error);
    } finally {
      await outgoing?.file.close();
    }
  }

  /** It may have changed since it was chosen. */
  async #openToSend(): Promise<OutgoingFile | null> {
    const { draft } = this.#saved;
    if (draft.send === null) return null;
    const opened = await openToSend(this.#context.files.pathOf(draft.send));
    this.#saved.draft = { ...draft, send: { ...draft.send, bytes: opened.size } };
    return opened;
  }

  async #ask(signal: AbortSignal): Promise<number> {
    const { draft } = this.#saved;
    if (draft.source.kind === 'tunnel') {
      this.#saved.tunnelId = draft.source.tunnelId;
    } else {
      const { devices, files, variables } = this.#context;
      const device = devices.get(draft.deviceId);
      const { source, send } = draft;
      const { tunnelId, announced } = await askForStream({ device, source, send, files, variables, signal });
      signal.throwIfAborted();
      this.#saved = { ...this.#saved, tunnelId, announced };
    }
    this.#become({ name: 'linking' });
    return this.#saved.tunnelId as number;
  }

  async #transfer({ tunnelId, outgoing, file, signal }: Prepared): Promise<void> {
    const { clock, devices, hashing } = this.#context;
    const { draft, announced } = this.#saved;
    const { robot } = devices.get(draft.deviceId);
    const stream = await robot.client.createStream(tunnelId, { signal });
    if (signal.aborted) {
      stream.on('error', () => undefined).destroy(signal.reason as Error);
      signal.throwIfAborted();
    }
    this.#context.seen.watch(stream);
    const live = this.#live;
    const sink = file ?? { write: async (bytes: Uint8Array) => live?.push(bytes) };
    this.#exchange = new Exchange({
      stream,
      sink,
      hashing,
      announcedSize: announced.size,
      outgoing,
      idleMs: draft.idleMs,
    });
    this.#saved.received.total = announced.size;
    this.#saved.sent.total = outgoing?.size ?? null;
    this.#rates = { received: new Rate(clock.now()), sent: new Rate(clock.now()), from: clock.now() };
    this.#become({ name: 'running' });
    const { receivedSha256, sentSha256 } = await this.#exchange.run();
    signal.throwIfAborted();
    this.#saved.received.sha256 = this.#exchange.receivedBytes > 0 || file ? receivedSha256 : null;
    this.#saved.sent.sha256 = sentSha256;
    if (announced.sha256 !== null && announced.sha256 !== receivedSha256) {
      throw new BenchFailure('STREAM_MISMATCH', `SHA-256 is ${receivedSha256}, announced was ${announced.sha256}`);
    }
  }

  async #finish(file: ReceivedFile, mayReplace: boolean): Promise<void> {
    const { receive } = this.#saved.draft;
    this.#become({ name: 'finishing' });
    await file.finish();
    const ifExists = receive.kind === 'folder' ? receive.ifExists : mayReplace ? 'replace' : 'ask';
    this.#settled(await file.settle(ifExists), file.part);
  }

  #settled(settled: { path: string } | { taken: string }, part: string): void {
    if ('taken' in settled) {
      this.#saved.file = { path: part, name: path.basename(part), partial: true };
      this.#end({ name: 'deciding', taken: settled.taken });
    } else {
      this.#part = null;
      this.#saved.file = { path: settled.path, name: path.basename(settled.path), partial: false };
      this.#end({ name: 'done' });
    }
  }

  async #createFile(tunnelId: number | null): Promise<ReceivedFile> {
    const created = await ReceivedFile.create(this.#destination(tunnelId), this.#part, this.#context.openFile);
    this.#part = created.part;
    this.#saved.file = { path: created.part, name: path.basename(created.part), partial: true };
    return created;
  }

  #destination(tunnelId: number | null): Destination {
    const { draft, announced } = this.#saved;
    const { receive, source } = draft;
    const { files } = this.#context;
    if (receive.kind === 'file') {
      const whole = files.placeOf(receive.file);
      return { folder: path.dirname(whole), name: path.basename(whole) };
    }
    if (receive.kind === 'live') throw new Error('what is looked at goes to no file');
    const called = source.kind === 'call' ? safeName(source.url, '') : '';
    const otherwise = called === '' ? `stream-${tunnelId}.bin` : `${called}.bin`;
    return { folder: files.placeOf(receive.folder), name: safeName(announced.name ?? '', otherwise) };
  }

  async #keepPart(file: ReceivedFile | undefined): Promise<void> {
    if (file === undefined || (await file.abandon())) return;
    this.#saved.file = null;
    this.#context.onState();
  }

  #flows(): Pick<SavedTransfer, 'received' | 'sent'> {
    const { received, sent } = this.#saved;
    return { received: this.#flow(received, 'received'), sent: this.#flow(sent, 'sent') };
  }

  #flow(flow: StreamFlow, direction: 'received' | 'sent'): StreamFlow {
    if (!this.#exchange || !this.#rates) return flow;
    const bytes = direction === 'received' ? this.#exchange.receivedBytes : this.#exchange.sentBytes;
    const rate = this.#saved.endedAt === null ? this.#rates[direction].of(bytes, this.#context.clock.now()) : flow.rate;
    return { ...flow, bytes, rate };
  }

  #fail(error: unknown): void {
    const reason = toBenchError(error);
    const host = error instanceof VsoaError ? this.#host : undefined;
    this.#end({ name: 'failed', reason: host === undefined ? reason : { host, ...reason } });
  }

  /** The run is over, or waits for the user; the rates are those of all of it. */
  #end(state: NewState): void {
    const { clock } = this.#context;
    const { received, sent } = this.#flows();
    const seconds = this.#rates ? Math.max(0.001, (clock.now() - this.#rates.from) / 1_000) : Infinity;
    this.#saved = {
      ...this.#saved,
      received: { ...received, rate: received.bytes / seconds },
      sent: { ...sent, rate: sent.bytes / seconds },
      endedAt: clock.time(),
    };
    this.#become(state);
  }

  /** The one place where the state changes. */
  #become(state: NewState): void {
    this.#saved = { ...this.#saved, state: { since: this.#context.clock.time(), ...state } };
    this.#context.onState();
  }
}

type NewState = TransferState extends infer S ? (S extends unknown ? Omit<S, 'since'> : never) : never;

interface Prepared {
  tunnelId: number;
  outgoing: OutgoingFile | null;
  file: ReceivedFile | undefined;
  signal: AbortSignal;
}
