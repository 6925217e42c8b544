import type { ReceivedDatagram } from '../../../../../testbench/contract.ts';
import { bench } from '../../../bench.ts';
import { copyText } from '../../../copy.ts';
import { asLine, templateOf } from '../../../datagrams/template.ts';
import { hex } from '../../../format/hex.ts';
import { exact } from '../../../format/quantity.ts';
import type { Translate } from '../../../i18n.ts';
import { announce } from '../../../state/announce.ts';
import { draftOf, editDraft, useDatagramDrafts } from '../../../state/datagram-drafts.ts';
import { announceUndo, toast } from '../../../state/toasts.ts';
import type { ActionGroup } from '../../../ui/menu.tsx';
import { whole } from './read.ts';
import { showInTraffic } from './show-in-traffic.ts';

interface Place {
  deviceId: string;
  index: number;
  /** Whose editor a template goes to. */
  tabId: string;
}

/** What can be done with a datagram that arrived, by key, menu and button alike. */
export function rowMenu({ deviceId, index, tabId, t }: Place & { t: Translate }): ActionGroup[] {
  return [
    {
      id: 'use',
      actions: [
        {
          id: 'template',
          label: t('datagrams.useAsTemplate'),
          keys: 'Enter',
          run: () => void loadAsTemplate(deviceId, index, tabId),
        },
        { id: 'traffic', label: t('datagrams.showInTraffic'), run: () => void showInTraffic(deviceId, index) },
      ],
    },
    {
      id: 'copy',
      actions: [
        { id: 'line', label: t('datagrams.copyLine'), keys: 'Mod+C', run: () => void copyDatagram(deviceId, index) },
        { id: 'param', label: t('copyParam'), run: () => void copyParam(deviceId, index) },
        { id: 'data', label: t('datagrams.copyData'), run: () => void copyData(deviceId, index) },
        { id: 'url', label: t('datagrams.copyUrl'), run: () => void copyUrl(deviceId, index) },
      ],
    },
  ];
}

export const copyDatagram = (deviceId: string, index: number): Promise<void> => copy(deviceId, index, asLine);

const copyParam = (deviceId: string, index: number): Promise<void> =>
  copy(deviceId, index, ({ text, param }) => text ?? hex(param));

const copyData = (deviceId: string, index: number): Promise<void> => copy(deviceId, index, ({ data }) => hex(data));

const copyUrl = (deviceId: string, index: number): Promise<void> => copy(deviceId, index, ({ url }) => url);

/** Loads it into the editor of a tab. */
export async function loadAsTemplate(deviceId: string, index: number, tabId: string): Promise<void> {
  const datagram = await whole(deviceId, index);
  if (!datagram) return;
  const { mode } = draftOf(tabId)(useDatagramDrafts.getState());
  editDraft(tabId, { ...templateOf(datagram), mode: mode === 'file' ? 'once' : mode });
  announce('datagrams.templateTaken', { url: datagram.url });
}

async function copy(deviceId: string, index: number, text: (datagram: ReceivedDatagram) => string): Promise<void> {
  const datagram = await whole(deviceId, index);
  if (datagram) await copyText(text(datagram));
}

/** It can be had back as long as newer ones leave it its memory. */
export async function clearReceived(deviceId: string, count: number): Promise<void> {
  const cleared = await bench().clearDatagrams({ id: deviceId });
  if (!cleared.ok) return;
  const words = { key: 'datagrams.cleared', values: { count, shown: exact(count) } } as const;
  announceUndo(words, () => void bringBack(deviceId));
}

async function bringBack(deviceId: string): Promise<void> {
  const back = await bench().bringBackDatagrams({ id: deviceId });
  if (back.ok && back.value === 0) toast({ key: 'datagrams.clearedForGood', tone: 'warning' });
}
