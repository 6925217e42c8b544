import { bench } from '../../bench.ts';
import { bytes } from '../../format/quantity.ts';
import { useT } from '../../i18n.ts';
import { usePlots } from '../../state/plots.ts';
import { CapPopover } from '../../ui/cap-popover.tsx';

/** How much memory the values of all series may take. */
export function PlotsCap() {
  const t = useT();
  const { cap } = usePlots(({ data }) => data);
  return (
    <CapPopover
      title={t('plots.memory')}
      field={t('plots.capField')}
      apply={t('plots.capApply')}
      cap={cap}
      meaning={(most) => t('plots.capWhat', { cap: bytes(most) })}
      onApply={(most) => void bench().setPlotsCap({ bytes: most })}
    />
  );
}
