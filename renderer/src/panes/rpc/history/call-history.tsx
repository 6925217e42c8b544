import { useVirtualizer } from '@tanstack/react-virtual';
import { Ban, CircleCheck, CircleX, Trash2, TriangleAlert } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { CallSummary, RequestDraft } from '../../../../../testbench/contract.ts';
import { bench } from '../../../bench.ts';
import { duration, exact, count as short } from '../../../format/quantity.ts';
import { timestamp } from '../../../format/time.ts';
import { type Translate, useT } from '../../../i18n.ts';
import { useCalls } from '../../../state/calls.ts';
import { statusText } from '../../../traffic/describe.ts';
import { Badge } from '../../../ui/badge.tsx';
import { IconButton } from '../../../ui/button.tsx';
import { moved } from '../../../ui/list-keys.ts';
import { ActionContextMenu } from '../../../ui/menu.tsx';
import { SaveDialog } from '../requests/save-dialog.tsx';
import { clearCalls, deleteCalls, historyMenu } from './history-menu.ts';
import { loadCall } from './step.ts';
import { useHistory } from './use-history.ts';
import { whyFailed } from './why.ts';

const ROW = 24;
const PAGE = 10;

/** The calls that were made, newest first; choosing one loads it, request and answer. */
export function CallHistory({ tab }: { tab: string }) {
  const t = useT();
  const { history } = useCalls();
  const shown = useCalls((calls) => calls.shown[tab]);
  const [search, setSearch] = useState('');
  const [cursor, setCursor] = useState<number | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const [total, setTotal] = useState(0);
  const [saving, setSaving] = useState<RequestDraft | null>(null);
  const rows = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 4,
  });
  const items = rows.getVirtualItems();
  const found = useHistory(search, items[0]?.index ?? 0, items.at(-1)?.index ?? 0);
  if (found.total !== total) setTotal(found.total);
  const at = cursor !== null && cursor < total ? cursor : null;
  const current = at === null ? undefined : found.calls.get(at);

  const save = async ({ id }: CallSummary) => {
    const record = await bench().readCall({ id });
    if (record.ok) setSaving(record.value.draft);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = moved(event.key, at ?? -1, total, PAGE);
    if (to !== null) {
      setCursor(to);
      rows.scrollToIndex(to);
    } else if (event.key === 'Enter' && current) void loadCall(tab, current.id);
    else if (event.key === 'Delete' && current) void deleteCalls([current]);
    else return;
    event.preventDefault();
  };
  return (
    <div className="rpc-history">
      <div className="bar">
        <input
          className="input grow"
          type="search"
          aria-label={t('rpc.searchHistory')}
          placeholder={t('rpc.searchHistory')}
          value={search}
          onChange={(event) => {
            setSearch(event.target.value);
            setCursor(null);
          }}
        />
        <span className="muted number">{short(total)}</span>
        <IconButton
          icon={<Trash2 />}
          label={t('rpc.clearHistory')}
          disabled={history.total === 0}
          onClick={() => void clearCalls(history.total)}
        />
      </div>
      <HistoryProblem />
      {total === 0 && <p className="muted history-empty">{t(search === '' ? 'rpc.noCalls' : 'rpc.noMatch')}</p>}
      <ActionContextMenu
        groups={current ? historyMenu(tab, current, t, (call) => void save(call)) : []}
        trigger={
          <div
            ref={scroller}
            className="list"
            role="listbox"
            aria-label={t('rpc.history')}
            aria-activedescendant={at === null ? undefined : rowId(tab, at)}
            tabIndex={0}
            onKeyDown={onKeyDown}
            onContextMenuCapture={(event) => setCursor(rowAt(event.target) ?? at)}
            onClick={(event) => {
              const row = rowAt(event.target);
              const call = row === null ? undefined : found.calls.get(row);
              if (!call) return;
              setCursor(row);
              void loadCall(tab, call.id);
            }}
          />
        }
      >
        <div role="presentation" style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {items.map(({ index, start }) => {
            const call = found.calls.get(index);
            return (
              <div
                key={call?.id ?? index}
                id={rowId(tab, index)}
                className="call-row"
                role="option"
                aria-selected={index === at}
                aria-setsize={total}
                aria-posinset={index + 1}
                data-row={index}
                data-shown={(shown?.kind === 'record' && shown.record.id === call?.id) || undefined}
                style={{ transform: `translateY(${start}px)` }}
                title={call && hintOf(call, t)}
              >
                {call && <CallRow call={call} t={t} />}
              </div>
            );
          })}
        </div>
      </ActionContextMenu>
      {saving && <SaveDialog tab={tab} other={saving} onClose={() => setSaving(null)} />}
    </div>
  );
}

function CallRow({ call, t }: { call: CallSummary; t: Translate }) {
  const why = whyFailed(call, t);
  return (
    <>
      <OutcomeGlyph call={call} t={t} />
      <span className="muted">{call.method}</span>
      <span className="call-what">
        <span className="mono cut">{call.url}</span>
        {why !== null && <span className={call.error === 'ABORTED' ? 'muted cut' : 'call-why cut'}>{why}</span>}
      </span>
      {call.sent > 1 && <span className="muted">{short(call.sent)}×</span>}
      <span className="muted number">{call.rttMs === null ? '' : duration(call.rttMs)}</span>
    </>
  );
}

function hintOf(call: CallSummary, t: Translate): string {
  const lines = [`${call.method} ${call.url}`, whyFailed(call, t), call.deviceName, timestamp(call.time)];
  return lines.filter((line) => line !== null).join('\n');
}

/** Why it failed stands beside it. */
function OutcomeGlyph({ call: { status, error }, t }: { call: CallSummary; t: Translate }) {
  if (error === 'ABORTED') return <Badge tone="muted" icon={<Ban aria-hidden />} />;
  if (error !== null || (status !== null && status !== 0)) return <Badge tone="error" icon={<CircleX aria-hidden />} />;
  if (status === null) return <span />;
  const words = statusText(status, t);
  return <Badge tone="ok" icon={<CircleCheck aria-label={words} />} title={words} />;
}

/** What is wrong with its file. */
function HistoryProblem() {
  const t = useT();
  const { leftOut, newer, error } = useCalls(({ history }) => history);
  const words = [
    ...(newer ? [t('rpc.historyNewer')] : []),
    ...(error ? [t('rpc.historyUnsaved', { why: t(`error.${error.code}.title`) })] : []),
    ...(leftOut > 0 ? [t('rpc.historyLeftOut', { count: leftOut, shown: exact(leftOut) })] : []),
  ];
  if (words.length === 0) return null;
  return (
    <div className="bar history-problem" role="status" title={error?.message}>
      <Badge tone="warning" icon={<TriangleAlert />}>
        {words.join(' ')}
      </Badge>
    </div>
  );
}

const rowId = (tab: string, row: number): string => `call-${tab || 'rpc'}-${row}`;

function rowAt(target: EventTarget): number | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
  return row ? Number(row.dataset['row']) : null;
}
