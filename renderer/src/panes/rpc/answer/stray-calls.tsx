import { LoaderCircle, X } from 'lucide-react';
import { bench } from '../../../bench.ts';
import { exact } from '../../../format/quantity.ts';
import { useT } from '../../../i18n.ts';
import { useStrayCalls, waitFor } from '../../../state/calls.ts';
import { useDevices } from '../../../state/devices.ts';
import { Button } from '../../../ui/button.tsx';

/** Calls that go on though no tab waits for them, so that each can be watched and cancelled. */
export function StrayCalls({ tab }: { tab: string }) {
  const t = useT();
  const calls = useStrayCalls();
  const devices = useDevices((state) => state.devices);
  if (calls.length === 0) return null;
  return (
    <ul className="stray-calls" aria-label={t('rpc.stray')}>
      {calls.map((call) => {
        const { id, method, url, deviceId, tally } = call;
        return (
          <li key={id} className="bar">
            <LoaderCircle className="spin" />
            <span className="muted">{t('rpc.stray')}</span>
            <span className="cut" title={url}>
              {method} <span className="mono">{url}</span>
            </span>
            <span className="muted cut">{devices.find((device) => device.id === deviceId)?.name}</span>
            {tally.wanted > 1 && (
              <span className="muted number">
                {t('rpc.sentOf', { sent: exact(tally.sent), wanted: exact(tally.wanted) })}
              </span>
            )}
            <span className="grow" />
            <Button kind="quiet" onClick={() => waitFor(tab, call)}>
              {t('rpc.showCall')}
            </Button>
            <Button kind="quiet" icon={<X />} onClick={() => void bench().cancelCall({ callId: id })}>
              {t('rpc.cancelStray')}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
