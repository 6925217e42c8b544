import { Activity, FileText, LoaderCircle, TriangleAlert, X } from 'lucide-react';
import { useState } from 'react';
import type { Capture } from '../../../../../testbench/contract.ts';
import { exact } from '../../../format/quantity.ts';
import { timestamp } from '../../../format/time.ts';
import { useT } from '../../../i18n.ts';
import { useFiles } from '../../../state/files.ts';
import { useView } from '../../../state/traffic.ts';
import { showSource } from '../../../traffic/show.ts';
import { IconButton } from '../../../ui/button.tsx';
import { closeCapture } from './save.ts';
import { WarningsDialog } from './warnings.tsx';

/** The live traffic and each capture that is open; nothing while there is no capture. */
export function SourceTabs() {
  const t = useT();
  const captures = useFiles((files) => files.captures);
  const source = useView((view) => view.source);
  if (captures.length === 0) return null;
  return (
    <div className="sources" role="group" aria-label={t('traffic.sources')}>
      <button type="button" className="source" aria-pressed={source === 'live'} onClick={() => void showSource('live')}>
        <Activity />
        {t('traffic.live')}
      </button>
      {captures.map((capture) => (
        <CaptureTab key={capture.id} capture={capture} shown={capture.id === source} />
      ))}
    </div>
  );
}

function CaptureTab({ capture, shown }: { capture: Capture; shown: boolean }) {
  const t = useT();
  const [warningsOpen, setWarningsOpen] = useState(false);
  const { id, name, path, state, stats, from, to, warnings } = capture;
  const times = from === null || to === null ? '' : `\n${timestamp(from)} – ${timestamp(to)}`;
  const packets = stats.end - stats.first;
  const title = `${path}\n${t('traffic.heldExact', { count: packets, packets: exact(packets) })}${times}`;
  const troubles = warnings.reduce((sum, warning) => sum + warning.count, 0);
  return (
    <span className="source-with-close" data-shown={shown || undefined}>
      <button type="button" className="source" aria-pressed={shown} title={title} onClick={() => void showSource(id)}>
        {state === 'reading' ? <LoaderCircle className="spin" aria-label={t('traffic.reading')} /> : <FileText />}
        <span className="cut">{name}</span>
      </button>
      {warnings.length > 0 && (
        <button
          type="button"
          className="source-warnings"
          data-tone="warning"
          title={t('capture.warnings', { count: troubles, shown: exact(troubles) })}
          aria-label={t('capture.warnings', { count: troubles, shown: exact(troubles) })}
          onClick={() => setWarningsOpen(true)}
        >
          <TriangleAlert />
          {exact(troubles)}
        </button>
      )}
      <IconButton icon={<X />} label={t('capture.close', { name })} onClick={() => void closeCapture(id)} />
      <WarningsDialog capture={capture} open={warningsOpen} onOpenChange={setWarningsOpen} />
    </span>
  );
}
