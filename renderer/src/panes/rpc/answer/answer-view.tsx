import { Ban, CircleCheck, CircleX, Download, History, Scissors, Waypoints } from 'lucide-react';
import { useMemo } from 'react';
import type { Answer, CallRecord, Device, RequestDraft } from '../../../../../testbench/contract.ts';
import { bench } from '../../../bench.ts';
import { duration, bytes as size } from '../../../format/quantity.ts';
import { timestamp } from '../../../format/time.ts';
import { useT } from '../../../i18n.ts';
import { PayloadTabs } from '../../../payload/payload-tabs.tsx';
import { isRefused, type Shown, send } from '../../../state/calls.ts';
import { openStream } from '../../../state/streams.ts';
import { toast } from '../../../state/toasts.ts';
import { statusText } from '../../../traffic/describe.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { Num } from '../../../ui/num.tsx';
import { comparePayloads } from './compare.ts';
import { RunningView } from './running-view.tsx';
import { TallyView } from './tally-view.tsx';

interface AnswerViewProps {
  tab: string;
  shown: Shown | undefined;
  /** What is written now. */
  draft: RequestDraft;
  device: Device | undefined;
}

export function AnswerView({ tab, shown, draft, device }: AnswerViewProps) {
  const t = useT();
  // What is wrong with a part of the request stands there.
  const nothing = shown === undefined || (shown.kind === 'refused' && shown.error.part !== undefined);
  return (
    <div className="rpc-answer" role="group" aria-label={t('rpc.answer')}>
      {nothing && <EmptyState text={t('rpc.empty')} />}
      {shown?.kind === 'running' && <RunningView shown={shown} />}
      {!nothing && shown.kind === 'refused' && (
        <ErrorNotice error={shown.error}>
          {device && !isRefused(shown.error) && <SendAgain tab={tab} device={device} />}
        </ErrorNotice>
      )}
      {shown?.kind === 'record' && (
        <Outcome
          key={shown.record.id}
          tab={tab}
          record={shown.record}
          before={shown.before}
          draft={draft}
          device={device}
        />
      )}
    </div>
  );
}

interface OutcomeProps {
  tab: string;
  record: CallRecord;
  before: Answer | null;
  draft: RequestDraft;
  device: Device | undefined;
}

function Outcome({ tab, record, before, draft, device }: OutcomeProps) {
  const t = useT();
  const { answer, error, tally } = record;
  const several = tally.wanted > 1;
  const { method, url } = record.draft;
  const isOfAnother = device?.id !== record.deviceId || method !== draft.method || url !== draft.url;
  return (
    <>
      {isOfAnother && (
        <div className="bar muted rpc-of" title={timestamp(record.time)}>
          <History />
          <span className="cut">
            {record.draft.method} <span className="mono">{record.sent.url}</span> · {record.deviceName}
          </span>
        </div>
      )}
      {several && <TallyView tally={tally} cancelled={error?.code === 'ABORTED'} />}
      {!several && error?.code === 'ABORTED' && (
        <div className="bar" role="status">
          <Badge tone="muted" icon={<Ban />}>
            {t('rpc.cancelled', { time: duration(tally.elapsedMs) })}
          </Badge>
        </div>
      )}
      {error && error.code !== 'ABORTED' && (
        <ErrorNotice error={error}>
          {device && !isRefused(error) && <SendAgain tab={tab} device={device} />}
        </ErrorNotice>
      )}
      {answer && <AnswerBody record={record} answer={answer} before={before} last={several} />}
    </>
  );
}

function SendAgain({ tab, device }: { tab: string; device: Device }) {
  const t = useT();
  return <Button onClick={() => void send(tab, device)}>{t('rpc.sendAgain')}</Button>;
}

interface AnswerBodyProps {
  record: CallRecord;
  answer: Answer;
  before: Answer | null;
  /** The last one of several. */
  last: boolean;
}

function AnswerBody({ record, answer, before, last }: AnswerBodyProps) {
  const t = useT();
  const { cut, deviceId } = record;
  const changes = useMemo(() => (before ? comparePayloads(before, answer) : null), [before, answer]);
  const ok = answer.status === 0;
  return (
    <>
      <div className="bar answer-status" role="status">
        {last && <span className="muted">{t('rpc.lastAnswer')}</span>}
        <Badge tone={ok ? 'ok' : 'error'} icon={ok ? <CircleCheck /> : <CircleX />} title={String(answer.status)}>
          <strong>{statusText(answer.status, t)}</strong>
          <span className="mono">({answer.status})</span>
        </Badge>
        <Num value={answer.rttMs} as={duration} unit="ms" />
        {answer.tunnelId !== 0 && (
          <>
            <Badge tone="stream" icon={<Waypoints />}>
              {t('rpc.tunnel', { id: answer.tunnelId })}
            </Badge>
            <Button onClick={() => openStream({ deviceId, tunnelId: answer.tunnelId })}>{t('rpc.openStream')}</Button>
          </>
        )}
        <span className="grow" />
        {changes && (
          <span className="muted" title={changes.paths.join('\n')}>
            {changes.count === 0 ? t('rpc.sameAsBefore') : t('rpc.changed', { count: changes.count })}
          </span>
        )}
        {answer.data.length > 0 && cut.data === 0 && (
          <IconButton
            icon={<Download />}
            label={t('rpc.saveData')}
            onClick={() => void saveData(record.sent.url, answer.data)}
          />
        )}
      </div>
      {cut.param + cut.data > 0 && (
        <div className="bar rpc-cut" role="note">
          <Badge tone="warning" icon={<Scissors />}>
            {t('rpc.cut', { param: size(cut.param), data: size(cut.data) })}
          </Badge>
        </div>
      )}
      {answer.param.length + answer.data.length === 0 ? (
        <p className="muted rpc-nothing">{t('rpc.noPayload')}</p>
      ) : (
        <PayloadTabs label={t('rpc.answer')} payload={answer} />
      )}
    </>
  );
}

async function saveData(url: string, data: Uint8Array): Promise<void> {
  const name =
    url
      .split('/')
      .findLast((part) => part !== '')
      ?.replaceAll(/[^\p{L}\p{N}._-]/gu, '_') ?? 'data';
  const result = await bench().saveData({ name: `${name.slice(0, 100)}.bin`, data: new Uint8Array(data) });
  if (!result.ok) {
    const { code } = result.error;
    toast({ key: 'rpc.notSaved', words: { what: `error.${code}.title`, next: `error.${code}.next` }, tone: 'error' });
  } else if (result.value !== null) toast({ key: 'rpc.dataSaved', values: { name: result.value } });
}
