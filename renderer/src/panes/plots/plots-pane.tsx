import { ChartLine } from 'lucide-react';
import { useState } from 'react';
import type { PlotExport } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { useT } from '../../i18n.ts';
import { useDevices } from '../../state/devices.ts';
import { usePlots } from '../../state/plots.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { DemoButton } from '../devices/demo-button.tsx';
import { Pane } from '../pane.tsx';
import { usePaneDevice } from '../pane-context.ts';
import { AddSeriesDialog } from './add-series-dialog.tsx';
import { useFieldDragged, useFieldDrop } from './drop.ts';
import { PlotCard } from './plot-card.tsx';
import { Toolbar } from './toolbar.tsx';

/** Numbers that devices publish, over time. */
export function PlotsPane() {
  const t = useT();
  const device = usePaneDevice();
  const plots = usePlots(({ sheet }) => sheet.plots);
  const exporting = usePlots((state) => state.exporting);
  const noDevice = useDevices((state) => state.devices.length === 0);
  const dragged = useFieldDragged();
  const { over, handlers } = useFieldDrop(undefined);
  const [adding, setAdding] = useState<{ plotId: string | null } | null>(null);
  const empty = plots.length === 0;
  return (
    <Pane id="plots">
      {!empty && <Toolbar onAdd={() => setAdding({ plotId: plots.at(-1)?.id ?? null })} />}
      {exporting && <ExportStrip exporting={exporting} />}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- what can be dropped here can be added by a dialog */}
      <div className="plots" data-over={over || undefined} data-dragged={dragged || undefined} {...handlers}>
        {empty && noDevice && (
          <EmptyState text={t('plots.noDevice')}>
            <DemoButton />
          </EmptyState>
        )}
        {empty && !noDevice && (
          <EmptyState text={t('plots.empty')}>
            <Button icon={<ChartLine />} onClick={() => setAdding({ plotId: null })}>
              {t('plots.addSeries')}
            </Button>
          </EmptyState>
        )}
        {plots.map((plot, position) => (
          <PlotCard
            key={plot.id}
            plot={plot}
            position={position}
            count={plots.length}
            onAdd={() => setAdding({ plotId: plot.id })}
          />
        ))}
        {dragged && <p className="plots-drop">{t('plots.dropHere')}</p>}
      </div>
      {adding && <AddSeriesDialog device={device} plotId={adding.plotId} onClose={() => setAdding(null)} />}
    </Pane>
  );
}

function ExportStrip({ exporting: { name, done } }: { exporting: PlotExport }) {
  const t = useT();
  const label = t('plots.writing', { name });
  return (
    <div className="strip" role="status">
      <span className="cut">{label}</span>
      <progress aria-label={label} value={done} max={1} />
      <span className="grow">{Math.round(done * 100)} %</span>
      <Button kind="quiet" onClick={() => void bench().cancelPlotExport(undefined)}>
        {t('cancel')}
      </Button>
    </div>
  );
}
