import { Copy, CornerUpLeft, ListFilter, Zap } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { BenchError, ReceivedDatagram } from '../../../testbench/contract.ts';
import { bench } from '../bench.ts';
import { exact } from '../format/quantity.ts';
import { timestamp } from '../format/time.ts';
import { useT } from '../i18n.ts';
import { copyDatagram, loadAsTemplate } from '../panes/datagrams/received/actions.ts';
import { showInTraffic } from '../panes/datagrams/received/show-in-traffic.ts';
import { PayloadTabs } from '../payload/payload-tabs.tsx';
import { deviceById, useDevices } from '../state/devices.ts';
import { useSelection } from '../state/selection.ts';
import { wantPane } from '../state/wanted-pane.ts';
import { Badge } from '../ui/badge.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';

interface DatagramProps {
  deviceId: string;
  index: number;
}

/** The tab that follows the device of the window. */
const MAIN_TAB = 'datagrams';

/** The whole of a datagram that arrived. */
export function DatagramInspector({ deviceId, index }: DatagramProps) {
  const t = useT();
  const device = useDevices(deviceById(deviceId));
  const { datagram, error } = useDatagram(deviceId, index);
  if (error) return <ErrorNotice error={error} />;
  if (datagram === null) return <EmptyState text={t('datagrams.gone')} />;
  if (!datagram) return null;
  const { url, quick, time, bytes, param, data } = datagram;
  const use = () => {
    useSelection.getState().selectDevice(deviceId);
    wantPane('datagrams');
    void loadAsTemplate(deviceId, index, MAIN_TAB);
  };
  return (
    <>
      <div className="inspector-header selectable">
        <div className="inspector-title">
          <strong data-tone="datagram">{t('datagrams.one')}</strong>
          <span className="mono cut" title={url}>
            {url}
          </span>
          <span className="grow" />
          <IconButton
            icon={<Copy />}
            label={t('datagrams.copyLine')}
            onClick={() => void copyDatagram(deviceId, index)}
          />
        </div>
        <div className="muted">
          {timestamp(time)} ·{' '}
          {quick ? (
            <Badge tone="datagram" icon={<Zap />}>
              {t('quick')}
            </Badge>
          ) : (
            t('normal')
          )}{' '}
          · {t('exactBytes', { count: bytes, shown: exact(bytes) })}
        </div>
        {device && <div className="muted cut">{device.name}</div>}
        <div className="pair-line">
          <Button kind="quiet" icon={<CornerUpLeft />} onClick={use}>
            {t('datagrams.useAsTemplate')}
          </Button>
          <Button kind="quiet" icon={<ListFilter />} onClick={() => void showInTraffic(deviceId, index)}>
            {t('datagrams.showInTraffic')}
          </Button>
        </div>
      </div>
      {param.length + data.length === 0 ? (
        <EmptyState text={t('datagrams.noPayload')} />
      ) : (
        <PayloadTabs label={t('datagrams.payload')} payload={datagram} />
      )}
    </>
  );
}

/** Until the one that was chosen is there, the last one stays. */
function useDatagram(deviceId: string, index: number) {
  const [shown, setShown] = useState<{ datagram?: ReceivedDatagram | null; error?: BenchError }>({});
  useEffect(() => {
    let current = true;
    const read = async () => {
      const result = await bench().datagram({ id: deviceId, index });
      if (current) setShown(result.ok ? { datagram: result.value } : { error: result.error });
    };
    void read();
    return () => {
      current = false;
    };
  }, [deviceId, index]);
  return shown;
}
