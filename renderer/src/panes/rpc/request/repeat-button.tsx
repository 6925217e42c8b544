import { Repeat } from 'lucide-react';
import { useId } from 'react';
import type { RequestDraft } from '../../../../../testbench/contract.ts';
import { exact, rate, count as short } from '../../../format/quantity.ts';
import { useT } from '../../../i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { Popover } from '../../../ui/popover.tsx';
import { NumberInput } from './number-input.tsx';

type RepeatValue = RequestDraft['repeat'];

const MOST = 10_000_000;

/** How often a request is sent, and how fast. */
export function RepeatButton({ value, onChange }: { value: RepeatValue; onChange: (value: RepeatValue) => void }) {
  const t = useT();
  const once = value.count === 1;
  return (
    <Popover
      trigger={
        <Button kind="quiet" icon={<Repeat />} aria-label={describe(value, t)} title={describe(value, t)}>
          {once ? '1×' : `${short(value.count)}×`}
          {!once && value.perSecond !== null && <span className="muted">{rate(value.perSecond)}</span>}
        </Button>
      }
      title={t('rpc.repeat')}
    >
      <div className="repeat-fields">
        <Labelled label={t('rpc.repeatCount')}>
          {(label) => (
            <NumberInput
              label={label}
              value={value.count}
              least={1}
              most={MOST}
              whole
              onChange={(count) => onChange({ ...value, count })}
            />
          )}
        </Labelled>
        <Labelled label={t('rpc.repeatRate')}>
          {(label) => (
            <NumberInput
              label={label}
              value={value.perSecond}
              least={0.001}
              most={100_000}
              placeholder={t('rpc.noRate')}
              onChange={(perSecond) => onChange({ ...value, perSecond })}
              onClear={() => onChange({ ...value, perSecond: null })}
            />
          )}
        </Labelled>
      </div>
      <p className="muted repeat-words">
        {t(once ? 'rpc.repeatOnce' : value.perSecond === null ? 'rpc.repeatInTurn' : 'rpc.repeatAtRate')}
      </p>
    </Popover>
  );
}

function Labelled({ label, children }: { label: string; children: (label: string) => React.ReactNode }) {
  const id = useId();
  return (
    <div className="field">
      <span id={id} className="field-label" aria-hidden>
        {label}
      </span>
      {children(label)}
    </div>
  );
}

function describe({ count, perSecond }: RepeatValue, t: ReturnType<typeof useT>): string {
  if (count === 1) return t('rpc.sendOnce');
  return perSecond === null
    ? t('rpc.sendTimes', { count, shown: exact(count) })
    : t('rpc.sendTimesAt', { count, shown: exact(count), rate: rate(perSecond) });
}
