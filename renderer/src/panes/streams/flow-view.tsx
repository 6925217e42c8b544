import { ArrowDown, ArrowUp, CircleCheck, CircleHelp, CircleX, Copy } from 'lucide-react';
import type { StreamFlow, Transfer } from '../../../../testbench/contract.ts';
import { copyText } from '../../copy.ts';
import { exact } from '../../format/quantity.ts';
import { useT } from '../../i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/button.tsx';
import { partOf, progressText } from './describe.ts';

interface FlowViewProps {
  direction: 'sent' | 'received';
  flow: StreamFlow;
  transfer: Transfer;
}

/** One direction of a transfer: how far it is, and what went through. */
export function FlowView({ direction, flow, transfer }: FlowViewProps) {
  const t = useT();
  const part = partOf(flow);
  const label = t(direction);
  const { state, receive } = transfer;
  const isUnsure = direction === 'received' && state.name === 'done' && flow.total === null && receive.kind !== 'live';
  const announced = direction === 'received' ? transfer.announced.sha256 : null;
  return (
    <div className="stream-flow">
      <div className="bar">
        <Badge tone={direction} icon={direction === 'sent' ? <ArrowUp /> : <ArrowDown />}>
          {label}
        </Badge>
        <span title={t('exactBytes', { count: flow.bytes, shown: exact(flow.bytes) })}>
          {progressText(flow, transfer.state.name, t)}
        </span>
        {isUnsure && (
          <Badge tone="warning" icon={<CircleHelp />} title={t('streams.unsureWhy')}>
            {t('streams.unsure')}
          </Badge>
        )}
        <span className="grow" />
        {part !== null && <span className="muted number">{Math.floor(part * 100)} %</span>}
      </div>
      {part !== null && <progress aria-label={label} value={part} max={1} />}
      {flow.sha256 !== null && (
        <div className="bar stream-sha">
          <span className="muted">SHA-256</span>
          <span className="mono cut selectable" title={flow.sha256}>
            {flow.sha256}
          </span>
          {announced !== null && (
            <Badge
              tone={announced === flow.sha256 ? 'ok' : 'error'}
              icon={announced === flow.sha256 ? <CircleCheck /> : <CircleX />}
              title={announced}
            >
              {t(announced === flow.sha256 ? 'streams.shaOk' : 'streams.shaWrong')}
            </Badge>
          )}
          <IconButton icon={<Copy />} label={t('streams.copySha')} onClick={() => void copyText(flow.sha256 ?? '')} />
        </div>
      )}
    </div>
  );
}
