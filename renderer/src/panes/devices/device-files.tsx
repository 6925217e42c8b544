import { Download, Upload } from 'lucide-react';
import { useT } from '../../i18n.ts';
import { useDevices } from '../../state/devices.ts';
import { Button } from '../../ui/button.tsx';
import { exportDevices, importDevices } from './act.ts';

/** The devices as a file, for another computer or a colleague. */
export function DeviceFiles() {
  const t = useT();
  const any = useDevices((state) => state.devices.some((device) => !device.demo));
  return (
    <div className="device-files" role="group" aria-label={t('devices.files')}>
      <Button kind="quiet" icon={<Upload />} onClick={() => void importDevices()}>
        {t('devices.import')}
      </Button>
      {any && (
        <Button kind="quiet" icon={<Download />} onClick={() => void exportDevices()}>
          {t('devices.export')}
        </Button>
      )}
    </div>
  );
}
