import { CircleQuestionMark } from 'lucide-react';
import { useState } from 'react';
import { useT } from '../../../i18n.ts';
import type { Key } from '../../../locales/en.ts';
import { applyFilter } from '../../../traffic/filter.ts';
import { IconButton } from '../../../ui/button.tsx';
import { Popover } from '../../../ui/popover.tsx';

const examples: { filter: string; means: Key }[] = [
  { filter: 'speed', means: 'filter.example.word' },
  { filter: 'type == RPC && url =~ /door/', means: 'filter.example.rpc' },
  { filter: 'failed || unanswered', means: 'filter.example.failed' },
  { filter: 'rtt > 50ms', means: 'filter.example.rtt' },
  { filter: 'quick && sent', means: 'filter.example.quick' },
  { filter: 'device == "Gateway" && !(type == PUBLISH)', means: 'filter.example.device' },
  { filter: 'param.speed > 80', means: 'filter.example.param' },
  { filter: 'data contains 0xdeadbeef', means: 'filter.example.data' },
  { filter: 'length > 1000 && time > -10s', means: 'filter.example.time' },
  { filter: 'odd || marked', means: 'filter.example.odd' },
];

/** How filters are written, by examples that can be taken. */
export function FilterHelpButton() {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      trigger={<IconButton icon={<CircleQuestionMark />} label={t('traffic.filterHelp')} />}
      title={t('traffic.filterHelp')}
      open={open}
      onOpenChange={setOpen}
    >
      <div className="filter-examples">
        {examples.map(({ filter, means }) => (
          <button
            key={filter}
            type="button"
            className="filter-example"
            onClick={() => {
              setOpen(false);
              void applyFilter(filter);
            }}
          >
            <code className="mono">{filter}</code>
            <span className="muted">{t(means)}</span>
          </button>
        ))}
      </div>
      <p className="muted filter-grammar">{t('filter.grammar')}</p>
    </Popover>
  );
}
