import { ArrowDown, ArrowDownUp, ArrowUp, Eye } from 'lucide-react';
import { type KeyboardEvent, useMemo } from 'react';
import type { Device, Transfer } from '../../../../testbench/contract.ts';
import { type Translate, useT } from '../../i18n.ts';
import { showTransfer } from '../../state/stream-drafts.ts';
import { Badge } from '../../ui/badge.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Listbox } from '../../ui/listbox.tsx';
import { ActionContextMenu } from '../../ui/menu.tsx';
import { removeTransfer } from './act.ts';
import { isActive, mainFlow, partOf, progressText, titleOf, toneOf } from './describe.ts';
import { Examples } from './examples.tsx';
import { StateGlyph } from './state-glyph.tsx';
import { transferMenu } from './transfer-menu.ts';

interface TransferListProps {
  tab: string;
  transfers: Transfer[];
  shown: Transfer | undefined;
  device: Device | undefined;
}

export function TransferList({ tab, transfers, shown, device }: TransferListProps) {
  const t = useT();
  const groups = useMemo(() => (shown ? transferMenu(tab, shown, t) : []), [tab, shown, t]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Delete' || !shown) return;
    event.preventDefault();
    void removeTransfer(shown);
  };
  return (
    <div className="stream-list">
      <div className="bar">
        <h2>{t('streams.transfers')}</h2>
        <span className="grow" />
        {device?.demo && transfers.length > 0 && <Examples tab={tab} device={device} />}
      </div>
      {transfers.length === 0 ? (
        <EmptyState text={t(device?.demo ? 'streams.tryDemo' : 'streams.empty')}>
          {device?.demo && <Examples tab={tab} device={device} />}
        </EmptyState>
      ) : (
        <ActionContextMenu
          groups={groups}
          // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- hears the keys of the list in it
          trigger={<div className="stream-rows" onKeyDown={onKeyDown} />}
        >
          <Listbox
            label={t('streams.transfers')}
            items={transfers}
            keyOf={({ id }) => id}
            textOf={titleOf}
            selected={shown ? transfers.indexOf(shown) : -1}
            onSelect={({ id }) => showTransfer(tab, id)}
            className="list"
            rowClassName="transfer-row"
          >
            {(transfer) => <Row transfer={transfer} t={t} />}
          </Listbox>
        </ActionContextMenu>
      )}
    </div>
  );
}

function Row({ transfer, t }: { transfer: Transfer; t: Translate }) {
  const flow = mainFlow(transfer);
  const part = partOf(flow);
  const active = isActive(transfer);
  return (
    <>
      <Badge
        tone={toneOf(transfer)}
        icon={<StateGlyph state={transfer.state.name} />}
        title={t(`streams.state.${transfer.state.name}`)}
      />
      <span className="transfer-title">
        <DirectionGlyph transfer={transfer} t={t} />
        <span className="mono cut" title={titleOf(transfer)}>
          {titleOf(transfer)}
        </span>
        <span className="muted cut">{transfer.deviceName}</span>
      </span>
      <span className="transfer-numbers muted">
        <span className="only-read-aloud">{t(`streams.state.${transfer.state.name}`)} </span>
        {active || transfer.state.name === 'done'
          ? progressText(flow, transfer.state.name, t)
          : t(`streams.state.${transfer.state.name}`)}
      </span>
      <span className="transfer-bar" data-tone={toneOf(transfer)} aria-hidden>
        <span style={{ width: `${barWidth(transfer, part) * 100}%` }} />
      </span>
    </>
  );
}

/** A stream without a known length has none to show until it is through. */
function barWidth({ state }: Transfer, part: number | null): number {
  return state.name === 'done' ? 1 : (part ?? 0);
}

function DirectionGlyph({ transfer: { send, receive }, t }: { transfer: Transfer; t: Translate }) {
  const [icon, tone, key] =
    send && receive.kind !== 'live'
      ? ([<ArrowDownUp key="both" />, 'stream', 'streams.both'] as const)
      : send
        ? ([<ArrowUp key="sent" />, 'sent', 'sent'] as const)
        : receive.kind === 'live'
          ? ([<Eye key="live" />, 'received', 'streams.live'] as const)
          : ([<ArrowDown key="received" />, 'received', 'received'] as const);
  return (
    <span role="img" aria-label={t(key)} title={t(key)}>
      <Badge tone={tone} icon={icon} />
    </span>
  );
}
