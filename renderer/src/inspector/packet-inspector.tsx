import { ArrowLeftRight, Bookmark, Braces, Copy, Hourglass, TriangleAlert } from 'lucide-react';
import type { TrafficPacket, TrafficRow } from '../../../testbench/contract.ts';
import { copyText } from '../copy.ts';
import { duration, exact } from '../format/quantity.ts';
import { timestamp } from '../format/time.ts';
import { type Translate, useT } from '../i18n.ts';
import { PayloadTabs } from '../payload/payload-tabs.tsx';
import { showPacket } from '../traffic/act.ts';
import { connectionText, packetAsHex, rowAsJson, typeText, typeTone } from '../traffic/describe.ts';
import { useList } from '../traffic/list.ts';
import { Badge } from '../ui/badge.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { KeyHint } from '../ui/key-hint.tsx';
import { oddDetail } from './odd-detail.ts';
import { PacketFields } from './packet-fields.tsx';
import { usePacket } from './use-packet.ts';

interface PacketInspectorProps {
  source: string;
  index: number;
}

export function PacketInspector({ source, index }: PacketInspectorProps) {
  const t = useT();
  const { packet, error } = usePacket(source, index);
  if (error) return <ErrorNotice error={error} />;
  if (!packet) return null;
  return (
    <>
      <PacketHeader packet={packet} source={source} t={t} />
      <PayloadTabs
        label={t('inspector.packet')}
        payload={packet}
        before={{ id: 'packet', label: t('inspector.packet'), content: <PacketFields packet={packet} /> }}
      />
    </>
  );
}

interface PacketHeaderProps {
  packet: TrafficPacket;
  source: string;
  t: Translate;
}

function PacketHeader({ packet, source, t }: PacketHeaderProps) {
  const { row } = packet;
  const others = useList(({ picked }) => (picked ? Math.abs(picked.anchor - picked.cursor) : 0));
  return (
    <div className="inspector-header selectable">
      <div className="inspector-title">
        {row.marked && <Bookmark className="marked" aria-label={t('traffic.isMarked')} />}
        <strong data-tone={typeTone(row.type)}>{typeText(row, t)}</strong>
        <span className={row.url ? 'mono cut' : 'mono cut muted'} title={row.url || row.pair?.url}>
          {row.url || row.pair?.url}
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
        {`#${exact(row.index)} · ${timestamp(row.time)} · ${t(row.direction)} · ${t(row.channel)} · ${t('exactBytes', { count: row.length, shown: exact(row.length) })}`}
      </div>
      <div className="muted">{connectionText(row, t)}</div>
      {others > 0 && <div className="muted">{t('inspector.selected', { count: others + 1 })}</div>}
      <Pair row={row} source={source} t={t} />
      {row.odd.map((oddity) => (
        <div key={oddity} className="odd-line">
          <Badge tone="warning" icon={<TriangleAlert />}>
            {t(`odd.${oddity}`)}
          </Badge>
          <span>
            {t(`odd.${oddity}.why`)} <strong>{oddDetail(oddity, packet, t)}</strong>
          </span>
        </div>
      ))}
    </div>
  );
}

/** The other one of request and reply, and how long it took. */
function Pair({ row, source, t }: { row: TrafficRow; source: string; t: Translate }) {
  const { pair } = row;
  if (!pair) {
    return row.unanswered ? (
      <div className="pair-line" title={t('traffic.noReply.why')}>
        <Badge tone="warning" icon={<Hourglass />}>
          {t('traffic.noReply')}
        </Badge>
      </div>
    ) : null;
  }
  const label = t(row.reply ? 'inspector.request' : 'inspector.reply', {
    index: exact(pair.index),
    time: duration(pair.rttMs),
  });
  return (
    <div className="pair-line">
      <Button
        kind="quiet"
        icon={<ArrowLeftRight />}
        title={t(row.reply ? 'traffic.jumpToRequest' : 'traffic.jumpToReply')}
        onClick={() => void showPacket(source, pair.index)}
      >
        {label}
        <KeyHint keys="J" inName />
      </Button>
    </div>
  );
}
