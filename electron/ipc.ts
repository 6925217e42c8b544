import {
  type BrowserWindow,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  ipcMain,
  type MessagePortMain,
} from 'electron';
import type { EventBatch, Result } from '../testbench/contract.ts';
import { COMMAND_CHANNEL, EVENT_CHANNEL } from './channels.ts';
import type { Knock } from './door.ts';
import { EventPump } from './event-pump.ts';

export interface IpcOptions {
  window: BrowserWindow;
  /** Scheme and host that the window's page comes from. */
  origin: string;
  door: (knock: Knock) => Promise<Result<unknown>>;
  takeEvents: () => EventBatch;
  say: (message: string) => void;
}

/** Connects the window's page to the door, and answers what to call when the bench has events. */
export function listenToPage({ window, origin, door, takeEvents, say }: IpcOptions): () => void {
  let pump: EventPump | null = null;
  const isOurs = ({ senderFrame }: IpcMainEvent | IpcMainInvokeEvent) =>
    senderFrame !== null && senderFrame === window.webContents.mainFrame && senderFrame.origin === origin;

  ipcMain.handle(COMMAND_CHANNEL, (event, name: unknown, payload: unknown) =>
    door({ ours: isOurs(event), name, payload }),
  );
  ipcMain.on(EVENT_CHANNEL, (event) => {
    const [port] = event.ports;
    if (!isOurs(event) || port === undefined) {
      say('a request for events was refused: not from the page of this window');
      port?.close();
      return;
    }
    pump?.close();
    pump = pumpInto(port, takeEvents);
    pump.changed();
  });
  return () => pump?.changed();
}

/** A pump that lives as long as the page at the other end of the port. */
function pumpInto(port: MessagePortMain, take: () => EventBatch): EventPump {
  const pump = new EventPump({ take, post: (batch) => port.postMessage(batch) });
  port.on('message', () => pump.taken());
  port.on('close', () => pump.close());
  port.start();
  return pump;
}
