import { FolderSearch, Pause, Play, RotateCcw, Square, Trash2, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Transfer } from '../../../../testbench/contract.ts';
import { duration } from '../../format/quantity.ts';
import { clock, timestamp } from '../../format/time.ts';
import { useT } from '../../i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { decide, order, removeTransfer } from './act.ts';
import { isActive, titleOf, toneOf } from './describe.ts';
import { FlowView } from './flow-view.tsx';
import { LiveView } from './live-view.tsx';
import { StateGlyph } from './state-glyph.tsx';
import { canCancel, canStop } from './transfer-menu.ts';

interface TransferDetailsProps {
  tab: string;
  transfer: Transfer | undefined;
}

export function TransferDetails({ transfer }: TransferDetailsProps) {
  const t = useT();
  if (!transfer) return <div className="stream-details">{<EmptyState text={t('streams.nothingShown')} />}</div>;
  const { received, sent, send, receive, state } = transfer;
  return (
    <section className="stream-details" aria-label={t('streams.detailsOf', { name: titleOf(transfer) })}>
      <Head transfer={transfer} />
      {state.name === 'failed' && (
        <ErrorNotice error={state.reason}>
          <Button icon={<RotateCcw />} onClick={() => void order('restartTransfer', transfer.id)}>
            {t('streams.startAgain')}
          </Button>
        </ErrorNotice>
      )}
      {state.name === 'deciding' && <Question transfer={transfer} taken={state.taken} />}
      <div className="stream-flows">
        {send && <FlowView direction="sent" flow={sent} transfer={transfer} />}
        <FlowView direction="received" flow={received} transfer={transfer} />
      </div>
      <Facts transfer={transfer} />
      {receive.kind === 'live' && (received.bytes > 0 || isActive(transfer)) && <LiveView transfer={transfer} />}
    </section>
  );
}

function Head({ transfer }: { transfer: Transfer }) {
  const t = useT();
  const { id, state } = transfer;
  const paused = state.name === 'paused';
  return (
    <div className="bar stream-head">
      <Badge tone={toneOf(transfer)} icon={<StateGlyph state={state.name} />}>
        <strong>{t(`streams.state.${state.name}`)}</strong>
      </Badge>
      <span className="mono cut" title={titleOf(transfer)}>
        {titleOf(transfer)}
      </span>
      <span className="grow" />
      {(paused || state.name === 'running') && (
        <Button
          icon={paused ? <Play /> : <Pause />}
          onClick={() => void order(paused ? 'resumeTransfer' : 'pauseTransfer', id)}
        >
          {t(paused ? 'streams.resume' : 'streams.pause')}
        </Button>
      )}
      {canStop(transfer) && (
        <Button icon={<Square />} title={t('streams.stopHint')} onClick={() => void order('stopTransfer', id)}>
          {t('streams.stop')}
        </Button>
      )}
      {canCancel(transfer) && (
        <Button icon={<X />} title={t('streams.cancelHint')} onClick={() => void order('cancelTransfer', id)}>
          {t('cancel')}
        </Button>
      )}
      {!isActive(transfer) && state.name !== 'failed' && (
        <Button icon={<RotateCcw />} onClick={() => void order('restartTransfer', id)}>
          {t('streams.startAgain')}
        </Button>
      )}
      <IconButton icon={<Trash2 />} label={t('streams.remove')} onClick={() => void removeTransfer(transfer)} />
    </div>
  );
}

function Question({ transfer: { id }, taken }: { transfer: Transfer; taken: string }) {
  const t = useT();
  return (
    <div className="notice" data-tone="warning" role="alert">
      <TriangleAlert />
      <div className="notice-title">{t('streams.taken')}</div>
      <p className="notice-body">
        <span className="mono selectable">{taken}</span>
      </p>
      <div className="notice-actions">
        <Button onClick={() => void decide(id, 'number')}>{t('streams.keepBoth')}</Button>
        <Button onClick={() => void decide(id, 'replace')}>{t('streams.replace')}</Button>
      </div>
    </div>
  );
}

function Facts({ transfer }: { transfer: Transfer }) {
  const t = useT();
  const { id, deviceName, tunnelId, file, announced, startedAt, endedAt } = transfer;
  return (
    <dl className="stream-facts">
      {file && (
        <Fact name={t(file.partial ? 'streams.partial' : 'streams.file')}>
          {file.partial && !isActive(transfer) && <Badge tone="warning" icon={<TriangleAlert />} />}
          <span className="mono cut selectable" title={file.path}>
            {file.path}
          </span>
          <IconButton
            icon={<FolderSearch />}
            label={t('streams.show')}
            onClick={() => void order('showTransferFile', id)}
          />
        </Fact>
      )}
      {announced.name !== null && announced.name !== file?.name && (
        <Fact name={t('streams.announcedName')}>
          <span className="mono cut selectable" title={announced.name}>
            {announced.name}
          </span>
        </Fact>
      )}
      <Fact name={t('device')}>
        <span className="cut">{deviceName}</span>
      </Fact>
      {tunnelId !== null && <Fact name={t('streams.tunnelId')}>{tunnelId}</Fact>}
      <Fact name={t('streams.started')}>
        <span title={timestamp(startedAt)}>{clock(startedAt).slice(0, 12)}</span>
      </Fact>
      {endedAt !== null && <Fact name={t('streams.took')}>{duration(endedAt - startedAt)}</Fact>}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
