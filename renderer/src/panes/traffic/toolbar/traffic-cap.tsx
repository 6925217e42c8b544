import { bench } from '../../../bench.ts';
import { bytes } from '../../../format/quantity.ts';
import { useT } from '../../../i18n.ts';
import { useTraffic } from '../../../state/traffic.ts';
import { useTrafficSettings } from '../../../state/traffic-settings.ts';
import { CapPopover } from '../../../ui/cap-popover.tsx';

/** How much memory the live traffic may take. */
export function TrafficCap() {
  const t = useT();
  const { cap, bytes: held } = useTraffic();
  return (
    <CapPopover
      title={t('traffic.settings')}
      field={t('traffic.capField')}
      apply={t('traffic.capApply')}
      cap={cap}
      meaning={(most) => t(most < held ? 'traffic.capShrinks' : 'traffic.cap', { cap: bytes(most) })}
      onApply={(most) => {
        useTrafficSettings.setState({ cap: most });
        void bench().setTrafficCap({ bytes: most });
      }}
    />
  );
}
