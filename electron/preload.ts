import { contextBridge, ipcRenderer, webFrame, webUtils } from 'electron';
import { version } from '../package.json';
import { type BenchApi, commands, type EventBatch } from '../testbench/contract.ts';
import { COMMAND_CHANNEL, EVENT_CHANNEL } from './channels.ts';

type Listener = (batch: EventBatch) => void;

let listener: Listener | undefined;

const call = (name: string, request: unknown): unknown => ipcRenderer.invoke(COMMAND_CHANNEL, name, request);
const calls = Object.keys(commands).map((name) => [name, (request: unknown) => call(name, request)]);

contextBridge.exposeInMainWorld('bench', {
  ...Object.fromEntries(calls),
  // The path comes from the file that was dropped: the page cannot name another one.
  takeDroppedFile: (file: File) => call('takeDroppedFile', { path: webUtils.getPathForFile(file) }),
  onEvents(next: Listener) {
    if (listener === undefined) openEventPort();
    listener = next;
  },
  setZoom: (factor: number) => webFrame.setZoomFactor(Math.min(2, Math.max(0.5, factor))),
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
