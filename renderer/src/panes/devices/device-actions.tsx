import { Activity, Ellipsis, KeyRound, Pencil, Plug, Unplug, X } from 'lucide-react';
import type { BenchError, Device } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { useT } from '../../i18n.ts';
import { useDevices } from '../../state/devices.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ActionMenu } from '../../ui/menu.tsx';
import { placeMenu } from './device-menu.ts';

export type Run = (command: Promise<{ ok: true } | { ok: false; error: BenchError }>) => Promise<void>;

interface DeviceActionsProps {
  device: Device;
  run: Run;
  onEdit: () => void;
  /** Null where it is asked for anyway, or cannot be given now. */
  askPassword: { open: boolean; toggle: () => void } | null;
}

/** What can be done with a device in the state it is in. */
export function DeviceActions({ device, run, onEdit, askPassword }: DeviceActionsProps) {
  const t = useT();
  const { id, state, demo } = device;
  const disconnect = () => void run(bench().disconnectDevice({ id }));
  return (
    <div className="bar device-actions">
      {state.name === 'connected' && (
        <>
          <Button icon={<Activity />} onClick={() => void run(bench().ping({ id }))}>
            {t('devices.ping')}
          </Button>
          <Button icon={<Unplug />} onClick={disconnect}>
            {t('devices.disconnect')}
          </Button>
        </>
      )}
      {state.name === 'connecting' && (
        <Button icon={<X />} onClick={disconnect}>
          {t(state.attempt > 1 ? 'devices.stop' : 'cancel')}
        </Button>
      )}
      {state.name === 'waiting' && (
        <>
          <Button icon={<Plug />} onClick={() => void run(bench().connectDevice({ id }))}>
            {t('devices.tryNow')}
          </Button>
          <Button icon={<X />} onClick={disconnect}>
            {t('devices.stop')}
          </Button>
        </>
      )}
      {state.name === 'disconnected' && !state.reason && (
        <Button icon={<Plug />} onClick={() => void run(bench().connectDevice({ id }))}>
          {t('devices.connect')}
        </Button>
      )}
      {!demo && (
        <Button icon={<Pencil />} onClick={onEdit}>
          {t('devices.edit')}
        </Button>
      )}
      {askPassword && (
        <Button icon={<KeyRound />} aria-expanded={askPassword.open} onClick={askPassword.toggle}>
          {t('devices.otherPassword')}
        </Button>
      )}
      <MoreMenu device={device} />
    </div>
  );
}

function MoreMenu({ device }: { device: Device }) {
  const t = useT();
  const devices = useDevices((state) => state.devices);
  return (
    <ActionMenu
      trigger={<IconButton icon={<Ellipsis />} label={t('devices.moreFor', { name: device.name })} />}
      groups={placeMenu(device, devices, t)}
    />
  );
}
