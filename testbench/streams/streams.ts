import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { TimerHandle } from '@vsoa-testbench/core';
import { MAX_TRANSFERS, type streamCommands } from '../contract/streams.ts';
import type { ChosenPlace, EventBatch, Handlers, TransferDraft } from '../contract.ts';
import { BenchFailure } from '../errors.ts';
import type { Part, PartOptions } from '../part.ts';
import { unref } from '../timers.ts';
import type { KeptFile } from '../workspace/kept-file.ts';
import { Hashing } from './hashing.ts';
import type { OpenFile } from './received-file.ts';
import { freshTransfer, type SavedTransfer, transferFormat } from './saved-transfer.ts';
import type { SeenBytes } from './seen-bytes.ts';
import { Transfer } from './transfer.ts';

type Command = keyof typeof streamCommands;

/** At once. */
const MAX_ACTIVE = 16;
const MAX_REMOVED = 20;
/** How often progress is told, ms. */
const PERIOD = 250;

/** Streams to and from devices, and files that move over them. */
export class Streams implements Part<Command, 'transfers'> {
  readonly handlers: Pick<Handlers, Command>;
  readonly #options: PartOptions;
  readonly #seen: SeenBytes;
  readonly #openFile: OpenFile | undefined;
  readonly #file: KeptFile<readonly SavedTransfer[]>;
  readonly #hashing = new Hashing();
  /** Newest first. */
  #transfers: Transfer[] = [];
  readonly #removed = new Map<string, { transfer: Transfer; position: number }>();
  /** Files that may be replaced: the dialog has asked. Each once. */
  readonly #mayReplace = new Set<string>();
  #changed = false;
  #timer: TimerHandle | undefined;
  #closed = false;

  constructor(options: PartOptions, seen: SeenBytes, openFile?: OpenFile) {
    this.#options = options;
    this.#seen = seen;
    this.#openFile = openFile;
    this.#file = options.workspace.file('local/transfers.json', transferFormat);
    this.#transfers = (this.#file.open() ?? []).map((saved) => this.#restored(saved));
    this.handlers = this.#makeHandlers();
  }

  /** Bytes are on their way. */
  get busy(): boolean {
    return this.#transfers.some((transfer) => transfer.active && !transfer.paused);
  }

  all(): Required<Pick<EventBatch, 'transfers'>> {
    return { transfers: this.#transfers.map((transfer) => transfer.describe()) };
  }

  take(): Pick<EventBatch, 'transfers'> {
    if (!this.#changed) return {};
    this.#changed = false;
    return this.all();
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== undefined) this.#options.clock.clearTimeout(this.#timer);
    const removed = [...this.#removed.values()].map(({ transfer }) => transfer);
    await Promise.all([...this.#transfers, ...removed].map((transfer) => transfer.close()));
  }

  #makeHandlers(): Pick<Handlers, Command> {
    const { dialogs, files } = this.#options;
    return {
      chooseStreamTarget: ({ name }) => this.#chooseTarget(name),
      chooseStreamFolder: async () => {
        const path = await dialogs.chooseFolder();
        return path === null ? null : files.choosePlace(path);
      },
      startTransfer: (draft) => this.#start(draft).describe(),
      transferDraft: ({ id }) => this.#get(id).saved.draft,
      pauseTransfer: ({ id }) => this.#get(id).pause(),
      resumeTransfer: ({ id }) => this.#get(id).resume(),
      cancelTransfer: ({ id }) => this.#get(id).cancel(),
      stopTransfer: ({ id }) => this.#get(id).stop(),
      restartTransfer: ({ id }) => this.#restart(this.#get(id)),
      decideTransfer: ({ id, how }) => this.#get(id).decide(how),
      removeTransfer: ({ id }) => this.#remove(this.#get(id)),
      bringBackTransfer: ({ id }) => this.#bringBack(id),
      showTransferFile: ({ id }) => {
        const { file } = this.#get(id).describe();
        if (file) dialogs.showInFolder(file.path);
      },
      liveBytes: ({ id, from, length }) => this.#get(id).read(from, length),
    };
  }

  async #chooseTarget(name: string): Promise<ChosenPlace | null> {
    const { dialogs, files } = this.#options;
    const path = await dialogs.chooseSave({ name, extension: 'any' });
    if (path === null) return null;
    const place = files.choosePlace(path);
    const there = await stat(place.path).catch(() => undefined);
    if (there) this.#mayReplace.add(place.path);
    return place;
  }

  #start(draft: TransferDraft): Transfer {
    const { devices, files, clock } = this.#options;
    const { name } = devices.get(draft.deviceId);
    // Refused at once, and not only when it is its turn.
    if (draft.send) files.pathOf(draft.send);
    if (draft.receive.kind === 'file') files.placeOf(draft.receive.file);
    if (draft.receive.kind === 'folder') files.placeOf(draft.receive.folder);
    this.#checkActive();
    const saved = freshTransfer({ id: `transfer-${randomUUID()}`, draft, deviceName: name }, clock.time());
    const transfer = this.#make(saved);
    this.#transfers = [transfer, ...this.#transfers];
    const oldest = this.#transfers.length > MAX_TRANSFERS && this.#transfers.findLast((each) => !each.active);
    if (oldest) this.#transfers = this.#transfers.filter((each) => each !== oldest);
    this.#begin(transfer);
    return transfer;
  }

  #restart(transfer: Transfer): void {
    if (transfer.active) return;
    this.#checkActive();
    this.#begin(transfer);
  }

  #begin(transfer: Transfer): void {
    const { receive } = transfer.saved.draft;
    transfer.start(receive.kind === 'file' && this.#mayReplace.delete(receive.file.path));
  }

  #remove(transfer: Transfer): void {
    transfer.cancel();
    this.#removed.set(transfer.id, { transfer, position: this.#transfers.indexOf(transfer) });
    for (const old of [...this.#removed.keys()].slice(0, -MAX_REMOVED)) this.#removed.delete(old);
    this.#transfers = this.#transfers.filter((each) => each !== transfer);
    this.#edited();
  }

  #bringBack(id: string): void {
    const found = this.#removed.get(id);
    if (!found) throw new BenchFailure('NO_SUCH_TRANSFER', `transfer ${id} cannot be brought back any more`);
    this.#removed.delete(id);
    this.#transfers = this.#transfers.toSpliced(found.position, 0, found.transfer);
    this.#edited();
  }

  #get(id: string): Transfer {
    const found = this.#transfers.find((transfer) => transfer.id === id);
    if (found) return found;
    throw new BenchFailure('NO_SUCH_TRANSFER', `there is no transfer ${id}`);
  }

  #checkActive(): void {
    const active = this.#transfers.filter((transfer) => transfer.active).length;
    if (active >= MAX_ACTIVE) throw new BenchFailure('TOO_MANY', `at most ${MAX_ACTIVE} transfers run at once`);
  }

  /** The files that it names are those that the user chose for it. */
  #restored(saved: SavedTransfer): Transfer {
    const { files } = this.#options;
    const { receive, send } = saved.draft;
    if (send) files.allow(send);
    if (receive.kind === 'file') files.choosePlace(receive.file.path);
    if (receive.kind === 'folder') files.choosePlace(receive.folder.path);
    return this.#make(isKilled(saved) ? withPart(saved) : saved);
  }

  #make(saved: SavedTransfer): Transfer {
    const { clock, devices, files, variables } = this.#options;
    return new Transfer(saved, {
      clock,
      devices,
      files,
      variables,
      hashing: this.#hashing,
      seen: this.#seen,
      openFile: this.#openFile,
      onState: () => this.#edited(),
    });
  }

  #edited(): void {
    this.#file.save(() => this.#transfers.map((transfer) => transfer.saved));
    this.#tell();
    this.#watch();
  }

  #tell(): void {
    if (this.#closed) return;
    this.#changed = true;
    this.#options.onChange();
  }

  /** While something runs, its progress is told now and then. */
  #watch(): void {
    if (this.#timer !== undefined || this.#closed) return;
    if (!this.#transfers.some((transfer) => transfer.active)) return;
    this.#timer = this.#options.clock.setTimeout(() => {
      this.#timer = undefined;
      this.#tell();
      this.#watch();
    }, PERIOD);
    unref(this.#timer);
  }
}

/** The app ended before it could say how far this one had come. */
const isKilled = ({ state, endedAt }: SavedTransfer): boolean => state.name === 'interrupted' && endedAt === null;

/** Has come as far as its partial file says. */
function withPart(saved: SavedTransfer): SavedTransfer {
  const { file, received } = saved;
  const bytes = file?.partial === true ? Math.max(received.bytes, sizeOf(file.path)) : received.bytes;
  return { ...saved, received: { ...received, bytes } };
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}
