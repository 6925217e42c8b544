import { History } from 'lucide-react';
import { useT } from '../../../i18n.ts';
import { useTrafficSettings } from '../../../state/traffic-settings.ts';
import { applyFilter } from '../../../traffic/filter.ts';
import { IconButton } from '../../../ui/button.tsx';
import { ActionMenu } from '../../../ui/menu.tsx';

/** The filters used last. */
export function FilterHistory() {
  const t = useT();
  const filters = useTrafficSettings((settings) => settings.filters);
  const actions = filters.map((filter) => ({
    id: filter,
    label: filter,
    mono: true,
    run: () => void applyFilter(filter),
  }));
  const forget = {
    id: 'forget',
    label: t('traffic.forgetFilters'),
    run: () => useTrafficSettings.setState({ filters: [] }),
  };
  return (
    <ActionMenu
      trigger={<IconButton icon={<History />} label={t('traffic.filterHistory')} disabled={filters.length === 0} />}
      groups={[
        { id: 'filters', actions },
        { id: 'forget', actions: [forget] },
      ]}
    />
  );
}
