import { Send, Zap } from 'lucide-react';
import { useState } from 'react';
import type { DatagramDraft } from '../../../../../testbench/contract.ts';
import { bytes } from '../../../format/quantity.ts';
import { clock, timestamp } from '../../../format/time.ts';
import { useT } from '../../../i18n.ts';
import { type HistoryEntry, useDatagramDrafts } from '../../../state/datagram-drafts.ts';
import { announceUndo } from '../../../state/toasts.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Listbox } from '../../../ui/listbox.tsx';

interface SentHistoryProps {
  onChoose: (draft: DatagramDraft) => void;
  /** Absent: there is no device. */
  onSend: ((draft: DatagramDraft) => void) | undefined;
}

/** What was sent lately, the newest first; one that is taken stands in the editor again. */
export function SentHistory({ onChoose, onSend }: SentHistoryProps) {
  const t = useT();
  const history = useDatagramDrafts((state) => state.history);
  const [chosen, setChosen] = useState<HistoryEntry | undefined>(history[0]);
  if (history.length === 0) return <p className="muted">{t('datagrams.nothingSent')}</p>;
  const selected = history.findIndex((entry) => entry.id === chosen?.id);
  return (
    <div className="sent-history">
      <Listbox
        label={t('datagrams.history')}
        items={history}
        keyOf={(entry) => entry.id}
        textOf={(entry) => entry.draft.url}
        selected={selected}
        onSelect={setChosen}
        className="list"
        rowClassName="sent-row"
        rowProps={({ time, deviceName }) => ({ title: `${timestamp(time)}\n${deviceName}` })}
      >
        {({ time, draft, bytes: size }) => (
          <>
            <span className="mono muted">{clock(time).slice(0, 8)}</span>
            <span>{draft.quick && <Badge tone="datagram" icon={<Zap />} title={t('quick')} />}</span>
            <span className="mono cut">{draft.url}</span>
            <span className="mono cut muted">{draft.payload.param}</span>
            <span className="muted number">{bytes(size)}</span>
          </>
        )}
      </Listbox>
      <div className="bar">
        <Button icon={<Send />} disabled={selected < 0 || !onSend} onClick={() => chosen && onSend?.(chosen.draft)}>
          {t('datagrams.sendAgain')}
        </Button>
        <Button disabled={selected < 0} onClick={() => chosen && onChoose(chosen.draft)}>
          {t('datagrams.editAgain')}
        </Button>
        <span className="grow" />
        <Button kind="quiet" onClick={() => clear(history)}>
          {t('datagrams.clearHistory')}
        </Button>
      </div>
    </div>
  );
}

function clear(gone: HistoryEntry[]): void {
  useDatagramDrafts.setState({ history: [] });
  announceUndo({ key: 'datagrams.historyCleared', values: { count: gone.length } }, () =>
    useDatagramDrafts.setState(({ history }) => ({ history: [...history, ...gone] })),
  );
}
