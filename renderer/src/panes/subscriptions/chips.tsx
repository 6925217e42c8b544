import { Toolbar } from '@base-ui/react/toolbar';
import { TriangleAlert, X } from 'lucide-react';
import { useState } from 'react';
import type { Device } from '../../../../testbench/contract.ts';
import { exact } from '../../format/quantity.ts';
import { useT } from '../../i18n.ts';
import { Button } from '../../ui/button.tsx';

const MANY = 100;

interface ChipsProps {
  device: Device;
  onUnsubscribe: (url: string) => void;
  onUnsubscribeAll: () => void;
}

/** What is subscribed, each to be taken back by a click. */
export function Chips({ device, onUnsubscribe, onUnsubscribeAll }: ChipsProps) {
  const t = useT();
  const [all, setAll] = useState(false);
  const { subscriptions } = device;
  const refused = new Set(device.refusedSubscriptions?.map(({ url }) => url));
  if (subscriptions.length === 0) return null;
  const shown = all ? subscriptions : subscriptions.slice(0, MANY);
  return (
    <div className="chips-bar">
      <span className="muted">{t('subscriptions.subscribed')}</span>
      <Toolbar.Root className="chips" aria-label={t('subscriptions.subscribed')}>
        {shown.map((url) => (
          <Toolbar.Button
            key={url}
            className="chip mono"
            data-refused={refused.has(url) || undefined}
            aria-label={t('subscriptions.unsubscribeOne', { url })}
            title={t('subscriptions.unsubscribeOne', { url })}
            onClick={() => onUnsubscribe(url)}
          >
            {refused.has(url) && <TriangleAlert aria-label={t('subscriptions.refused')} />}
            <span className="cut">{url}</span>
            <X />
          </Toolbar.Button>
        ))}
      </Toolbar.Root>
      {shown.length < subscriptions.length && (
        <Button kind="quiet" onClick={() => setAll(true)}>
          {t('subscriptions.showAll', { shown: exact(subscriptions.length) })}
        </Button>
      )}
      {subscriptions.length > 1 && (
        <Button kind="quiet" onClick={onUnsubscribeAll}>
          {t('subscriptions.unsubscribeAll')}
        </Button>
      )}
    </div>
  );
}
