import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Server, type ServerOptions, type Stream, systemClock } from '@vsoa-testbench/core';
import { onTestFinished } from 'vitest';
import { noDialogs } from '../../capture/dialogs.ts';
import type { Transfer, TransferDraft, TransferState } from '../../contract.ts';
import { Devices } from '../../devices/devices.ts';
import { Heard } from '../../devices/heard.ts';
import { sessionSecrets } from '../../devices/secrets.ts';
import { TopicFeed } from '../../devices/topic-feed.ts';
import { KnownValues } from '../../requests/known-values.ts';
import type { OpenFile } from '../../streams/received-file.ts';
import { SeenBytes } from '../../streams/seen-bytes.ts';
import { Streams } from '../../streams/streams.ts';
import { ChosenFiles } from '../../workspace/chosen-files.ts';
import { Workspace } from '../../workspace/workspace.ts';

export interface RigOptions {
  openFile?: OpenFile;
  /** Where the list is kept. */
  workspace?: string;
}

/** The part of the bench that moves streams, a device that it is connected to, and a folder. */
export class Rig {
  readonly folder: string;
  readonly devices: Devices;
  readonly files = new ChosenFiles();
  readonly streams: Streams;
  readonly #workspace: Workspace;
  readonly shown: string[] = [];
  /** What the next dialog for a file to write answers. */
  chosen: string | null = null;
  #waiting: (() => void)[] = [];

  private constructor(folder: string, { openFile, workspace }: RigOptions) {
    this.folder = folder;
    const onChange = () => this.#look();
    const common = { clock: systemClock, secrets: sessionSecrets(), heard: new Heard() };
    const feed = new TopicFeed(systemClock, () => undefined);
    this.devices = new Devices({
      ...common,
      tap: { packet: () => undefined, odd: () => undefined },
      feed,
      onChange,
      onEdit: () => undefined,
    });
    this.#workspace = new Workspace({ folder: workspace, onChange, clock: systemClock });
    this.streams = new Streams(
      {
        ...common,
        devices: this.devices,
        dialogs: {
          ...noDialogs,
          chooseSave: async () => this.chosen,
          chooseFolder: async () => this.chosen,
          showInFolder: (file) => void this.shown.push(file),
        },
        files: this.files,
        workspace: this.#workspace,
        variables: new KnownValues(systemClock),
        onChange,
      },
      new SeenBytes(),
      openFile,
    );
  }

  static async open(options: RigOptions = {}): Promise<Rig> {
    const folder = await temporaryFolder();
    const rig = new Rig(folder, options);
    onTestFinished(() => rig.close());
    return rig;
  }

  async close(): Promise<void> {
    await this.streams.close();
    await this.#workspace.close();
    await this.devices.close();
  }

  /** Resolves when the list is on the disk as it is now. */
  async saved(): Promise<void> {
    await this.#workspace.settled();
  }

  /** Resolves with the id of a device that is connected. */
  async connect(port: number): Promise<string> {
    const device = this.devices.add({ url: `vsoa://127.0.0.1:${port}` });
    device.connect();
    await this.until(() => device.state.name === 'connected');
    return device.id;
  }

  start(draft: Partial<TransferDraft> & Pick<TransferDraft, 'deviceId' | 'source'>): string {
    const { startTransfer } = this.streams.handlers;
    const whole: TransferDraft = { receive: { kind: 'live' }, send: null, idleMs: null, ...draft };
    return (startTransfer(whole) as Transfer).id;
  }

  transfer(id: string): Transfer {
    const found = this.streams.all().transfers.find((transfer) => transfer.id === id);
    if (!found) throw new Error(`no transfer ${id}`);
    return found;
  }

  /** Waits until it is in a state. */
  async in<Name extends TransferState['name']>(
    id: string,
    name: Name,
  ): Promise<Transfer & { state: TransferState & { name: Name } }> {
    const transfer = await this.until(() => {
      const now = this.transfer(id);
      if (now.state.name === 'failed' && name !== 'failed')
        throw new Error(`failed: ${JSON.stringify(now.state.reason)}`);
      return now.state.name === name && now;
    });
    return transfer as Transfer & { state: TransferState & { name: Name } };
  }

  /** Resolves when `condition` gives something, which may be now. */
  async until<T>(condition: () => T | undefined | false): Promise<T> {
    for (;;) {
      const result = condition();
      if (result !== undefined && result !== false) return result;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #look(): void {
    this.streams?.take();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

/** A server with a command `/stream` that offers a stream, which is given to `serve` when it is linked. */
export async function streamServer(
  serve: (stream: Stream) => void,
  { param, ...options }: ServerOptions & { param?: unknown } = {},
): Promise<number> {
  const server = new Server(options);
  server.command('/stream', async (_, client) => {
    const stream = await server.createStream({ client });
    stream.on('error', () => undefined);
    stream.once('link', () => serve(stream));
    return { tunnelId: stream.tunnelId, ...(param !== undefined && { param: param as never }) };
  });
  await server.start({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close({ linger: 0 }));
  return server.address?.port ?? 0;
}

export const byCall = (url = '/stream'): TransferDraft['source'] => ({
  kind: 'call',
  url,
  method: 'GET',
  payload: { param: '', data: { kind: 'text', text: '' } },
  timeoutMs: 5_000,
});

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'streams-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
