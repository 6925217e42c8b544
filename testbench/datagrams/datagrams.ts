import { randomUUID } from 'node:crypto';
import type { TimerHandle } from '@vsoa-testbench/core';
import type { datagramCommands } from '../contract/datagrams.ts';
import type {
  DatagramDraft,
  DatagramPace,
  DatagramSender,
  DatagramSize,
  DatagramWork,
  EventBatch,
  Handlers,
  SentDatagram,
} from '../contract.ts';
import { BenchFailure } from '../errors.ts';
import type { Part, PartOptions } from '../part.ts';
import { unref } from '../timers.ts';
import { makerOf, readyOf } from './draft.ts';
import { checkCanBeSent, handOver, lossOf } from './hand-over.ts';
import { previewList } from './list/preview.ts';
import { checkList, ListSource } from './list/source.ts';
import { ReceivedOfAll } from './received-of-all.ts';
import { Sender, type SenderOptions } from './sender.ts';
import { Senders } from './senders.ts';
import { limitOf } from './size.ts';
import { RepeatedSource } from './source.ts';

type Command = keyof typeof datagramCommands;
type Told = 'datagrams' | 'datagramSenders';

/** How often progress and rates are told, ms. */
const REFRESH = 250;

/** Datagrams that are sent, and those that arrive. */
export class Datagrams implements Part<Command, Told> {
  readonly handlers: Pick<Handlers, Command>;
  readonly #options: PartOptions;
  readonly #senders = new Senders();
  readonly #received: ReceivedOfAll;
  #sendersChanged = false;
  #timer: TimerHandle | undefined;
  #closed = false;

  constructor(options: PartOptions) {
    this.#options = options;
    this.#received = new ReceivedOfAll(options, () => this.#tell());
    this.handlers = this.#makeHandlers();
  }

  /** Something is being sent, or waits for its device. */
  get busy(): boolean {
    return this.#senders.busy;
  }

  all(): Required<Pick<EventBatch, Told>> {
    return { datagrams: this.#received.all(), datagramSenders: this.#senders.list };
  }

  take(): Pick<EventBatch, Told> {
    const changed = this.#sendersChanged;
    this.#sendersChanged = false;
    const datagrams = this.#received.take();
    return { ...(datagrams && { datagrams }), ...(changed && { datagramSenders: this.#senders.list }) };
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== undefined) this.#options.clock.clearTimeout(this.#timer);
    this.#received.close();
    this.#senders.stopAll();
  }

  #makeHandlers(): Pick<Handlers, Command> {
    const { devices, dialogs, files, variables } = this.#options;
    const received = this.#received;
    return {
      sendDatagram: ({ id, draft }) => this.#sendOne(id, draft),
      measureDatagram: ({ id, draft }) => this.#measure(id, draft),
      startDatagrams: ({ id, work, pace }) => this.#start(id, work, pace),
      pauseDatagrams: ({ id, paused }) => this.#change(() => this.#senders.get(id)?.pause(paused)),
      stopDatagrams: ({ id }) => this.#change(() => this.#senders.get(id)?.stop()),
      forgetDatagrams: ({ id }) => this.#change(() => this.#senders.forget(id)),

      chooseDatagramList: async () => {
        const path = await dialogs.chooseOpen('list');
        return path === null ? null : files.choose(path);
      },
      previewDatagramList: ({ id, file, quick }) =>
        previewList({
          path: files.pathOf(file),
          quick,
          raw: id !== null && devices.get(id).options.raw,
          values: () => variables.ofOneRequest(),
        }),

      datagramRows: ({ id, indexes }) => received.of(id)?.rows(indexes) ?? [],
      findDatagrams: ({ id, text, from }) => received.of(id)?.find(text, from) ?? { indexes: [], upTo: from },
      datagram: ({ id, index }) => received.of(id)?.whole(index) ?? null,
      clearDatagrams: ({ id }) => received.clear(id),
      bringBackDatagrams: ({ id }) => received.bringBack(id),
    };
  }

  async #sendOne(deviceId: string, draft: DatagramDraft): Promise<SentDatagram> {
    const device = this.#options.devices.get(deviceId);
    const ready = await readyOf(draft, this.#draftOptions(device.options.raw));
    const outcome = handOver(device, ready);
    if (outcome === 'gone') throw lossOf(device);
    if (outcome === 'full') {
      throw new BenchFailure('SEND_TIMEOUT', `${device.name} takes nothing at the moment`, { host: device.host });
    }
    return { url: ready.url, bytes: ready.bytes };
  }

  async #measure(deviceId: string | null, draft: DatagramDraft): Promise<DatagramSize> {
    const raw = deviceId !== null && this.#options.devices.get(deviceId).options.raw;
    const { bytes } = await readyOf(draft, this.#draftOptions(raw));
    return { bytes, limit: limitOf(draft.quick) };
  }

  async #start(deviceId: string, work: DatagramWork, pace: DatagramPace): Promise<DatagramSender> {
    const { clock, devices } = this.#options;
    this.#senders.checkRoom();
    const device = devices.get(deviceId);
    if (device.state.name === 'disconnected') throw lossOf(device);
    const source = await this.#sourceOf(deviceId, work);
    const onChange = () => this.#change(() => undefined);
    const id = `datagrams-${randomUUID()}`;
    const sender = new Sender({ id, deviceId, pace, clock, devices, onChange, ...source });
    this.#change(() => this.#senders.start(sender));
    return sender.describe();
  }

  async #sourceOf(deviceId: string, work: DatagramWork): Promise<Pick<SenderOptions, 'what' | 'source' | 'check'>> {
    const { devices, files, variables } = this.#options;
    const device = devices.get(deviceId);
    const { raw } = device.options;
    if (work.kind === 'draft') {
      const { first, make } = await makerOf(work.draft, this.#draftOptions(raw));
      checkCanBeSent(device, first);
      const { quick } = work.draft;
      return {
        what: { kind: 'draft', url: first.url, quick, count: work.count },
        source: new RepeatedSource(make, work.count),
      };
    }
    const list = {
      path: files.pathOf(work.file),
      quick: work.quick,
      raw,
      values: () => variables.ofOneRequest(),
    };
    const { loop, skipWrong } = work;
    return {
      what: { kind: 'file', name: work.file.name, loop },
      source: new ListSource({ ...list, loop, skipWrong }),
      check: skipWrong ? undefined : (progress) => checkList(list, progress),
    };
  }

  #draftOptions(raw: boolean) {
    const { files, variables } = this.#options;
    return { files, variables, raw };
  }

  #change(work: () => void): void {
    work();
    this.#sendersChanged = true;
    this.#tell();
  }

  #tell(): void {
    if (this.#closed) return;
    this.#options.onChange();
    this.#refreshSoon();
  }

  /** Rates fall and senders go on also where nothing else happens. */
  #refreshSoon(): void {
    if (this.#timer !== undefined || (this.#senders.still && this.#received.still)) return;
    this.#timer = this.#options.clock.setTimeout(() => {
      this.#timer = undefined;
      this.#sendersChanged ||= !this.#senders.still;
      this.#received.refresh();
      this.#tell();
    }, REFRESH);
    unref(this.#timer);
  }
}
