import { Plug, X } from 'lucide-react';
import type { Device } from '../../../testbench/contract.ts';
import { bench } from '../bench.ts';
import { useT } from '../i18n.ts';
import { Button } from '../ui/button.tsx';
import { DeviceStateBadge } from './devices/device-state.tsx';

/** Why a pane stands still: its device is not connected, for what reason, and the way back. */
export function DeviceBanner({ device }: { device: Device }) {
  const t = useT();
  const { id, state } = device;
  if (state.name === 'connected') return null;
  return (
    <div className="bar banner" role="status">
      <DeviceStateBadge state={state} />
      <span className="grow" />
      {state.name === 'waiting' && (
        <Button icon={<X />} onClick={() => void bench().disconnectDevice({ id })}>
          {t('devices.stop')}
        </Button>
      )}
      {state.name === 'connecting' ? (
        <Button icon={<X />} onClick={() => void bench().disconnectDevice({ id })}>
          {t('cancel')}
        </Button>
      ) : (
        <Button icon={<Plug />} onClick={() => void bench().connectDevice({ id })}>
          {t(state.name === 'waiting' ? 'devices.tryNow' : 'devices.reconnect')}
        </Button>
      )}
    </div>
  );
}
