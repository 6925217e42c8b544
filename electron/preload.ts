import { contextBridge, ipcRenderer } from 'electron';
import { version } from '../package.json';
import { type BenchApi, commands, type EventBatch } from '../testbench/contract.ts';
import { COMMAND_CHANNEL, EVENT_CHANNEL } from './channels.ts';

type Listener = (batch: EventBatch) => void;

let listener: Listener | undefined;

const calls = Object.keys(commands).map((name) => [
  name,
  (request: unknown): unknown => ipcRenderer.invoke(COMMAND_CHANNEL, name, request),
]);

contextBridge.exposeInMainWorld('bench', {
  ...Object.fromEntries(calls),
  onEvents(next: Listener) {
    if (listener === undefined) openEventPort();
    listener = next;
  },
  platform: process.platform,
  versions: { app: version, electron: process.versions['electron'] },
} as BenchApi);

/** Each page opens its own, so that a reload leaves nothing of the old page behind. */
function openEventPort() {
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener('message', ({ data }: Event & { data?: EventBatch }) => {
    try {
      if (data !== undefined) listener?.(data);
    } finally {
      port1.postMessage('taken');
    }
  });
  port1.start();
  ipcRenderer.postMessage(EVENT_CHANNEL, null, [port2]);
}
