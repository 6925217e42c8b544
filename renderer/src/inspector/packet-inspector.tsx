import { Braces, Copy, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { BenchError, TrafficPacket } from '../../../testbench/contract.ts';
import { bench } from '../bench.ts';
import { copyText } from '../copy.ts';
import { exact } from '../format/quantity.ts';
import { timestamp } from '../format/time.ts';
import { type Translate, useT } from '../i18n.ts';
import { PayloadTabs } from '../payload/payload-tabs.tsx';
import { packetAsHex, rowAsJson, typeText, typeTone } from '../traffic/describe.ts';
import { Badge } from '../ui/badge.tsx';
import { IconButton } from '../ui/button.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { PacketFields } from './packet-fields.tsx';

/** The bytes of one packet are fetched when it is selected; until they are there, the last one stays. */
export function PacketInspector({ index }: { index: number }) {
  const t = useT();
  const [shown, setShown] = useState<{ packet?: TrafficPacket; error?: BenchError }>({});
  useEffect(() => {
    let current = true;
    const fetchPacket = async () => {
      const result = await bench().trafficPacket({ index });
      if (current) setShown(result.ok ? { packet: result.value } : { error: result.error });
    };
    void fetchPacket();
    return () => {
      current = false;
    };
  }, [index]);
  const { packet, error } = shown;
  if (error) return <ErrorNotice error={error} />;
  if (!packet) return null;
  return (
    <>
      <PacketHeader packet={packet} t={t} />
      <PayloadTabs
        label={t('inspector.packet')}
        payload={packet}
        before={{ id: 'packet', label: t('inspector.packet'), content: <PacketFields packet={packet} /> }}
      />
    </>
  );
}

function PacketHeader({ packet, t }: { packet: TrafficPacket; t: Translate }) {
  const { row } = packet;
  return (
    <div className="inspector-header selectable">
      <div className="inspector-title">
        <strong data-tone={typeTone(row.type)}>{typeText(row, t)}</strong>
        <span className="mono cut" title={row.url}>
          {row.url}
        </span>
        <span className="grow" />
        <IconButton icon={<Braces />} label={t('traffic.copyJson')} onClick={() => void copyText(rowAsJson(row))} />
        <IconButton
          icon={<Copy />}
          label={t('traffic.copyHex')}
          onClick={() => void copyText(packetAsHex(packet.bytes))}
        />
      </div>
      <div className="muted">
        {`#${exact(row.index)} · ${timestamp(row.time)} · ${row.connection} (${t(`side.${row.side}`)}) · ${t(row.direction)} · ${t(row.channel)} · ${t('exactBytes', { count: row.length, shown: exact(row.length) })}`}
      </div>
      {row.odd.map((oddity) => (
        <div key={oddity} className="odd-line">
          <Badge tone="warning" icon={<TriangleAlert />}>
            {t(`odd.${oddity}`)}
          </Badge>
          <span>{t(`odd.${oddity}.why`)}</span>
        </div>
      ))}
    </div>
  );
}
