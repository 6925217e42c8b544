import { useState } from 'react';
import type { PacketField, TrafficPacket, TrafficRow } from '../../../testbench/contract.ts';
import { hexByte } from '../format/hex.ts';
import { type Translate, useT } from '../i18n.ts';
import { HexView } from '../payload/hex-view.tsx';
import { statusText } from '../traffic/describe.ts';
import { Listbox } from '../ui/listbox.tsx';

/** Fields and bytes side by side, linked both ways: what is under the pointer or chosen in one is marked in the other. */
export function PacketFields({ packet }: { packet: TrafficPacket }) {
  const t = useT();
  const [chosen, setChosen] = useState<PacketField['name'] | null>(null);
  const [hovered, setHovered] = useState<PacketField | undefined>();
  const { fields } = packet;
  const selected = fields.findIndex((field) => field.name === chosen);
  const fieldAt = (offset: number | null) =>
    offset === null
      ? undefined
      : fields.find((field) => offset >= field.offset && offset < field.offset + field.length);

  return (
    <div className="packet-fields">
      <div className="field-row field-header" aria-hidden>
        <span>{t('inspector.field')}</span>
        <span>{t('inspector.value')}</span>
        <span className="number">{t('inspector.offset')}</span>
        <span className="number">{t('column.length')}</span>
      </div>
      <Listbox
        label={t('inspector.fields')}
        items={fields}
        keyOf={(field) => `${field.name} ${field.offset}`}
        textOf={(field) => t(`field.${field.name}`)}
        selected={selected}
        onSelect={(field) => setChosen(field.name)}
        onHover={setHovered}
        className="fields"
        rowClassName="field-row"
        rowProps={(field) => ({ 'data-hovered': field === hovered || undefined })}
      >
        {(field) => (
          <>
            <span className="muted cut">{t(`field.${field.name}`)}</span>
            <span className="mono cut" title={valueOf(field, packet.row, t)}>
              {valueOf(field, packet.row, t)}
            </span>
            <span className="mono muted number">{field.offset}</span>
            <span className="mono muted number">{field.length}</span>
          </>
        )}
      </Listbox>
      <HexView
        label={t('inspector.bytes')}
        bytes={packet.bytes}
        selected={fields[selected]}
        hovered={hovered}
        onHover={(offset) => setHovered(fieldAt(offset))}
        onSelect={(offset) => setChosen(fieldAt(offset)?.name ?? null)}
        describe={(offset) => byteText(packet, fieldAt(offset), offset, t)}
      />
    </div>
  );
}

function byteText({ bytes }: TrafficPacket, field: PacketField | undefined, offset: number, t: Translate): string {
  const name = field ? t(`field.${field.name}`) : '';
  return t('inspector.atByte', { field: name, offset, value: hexByte(bytes[offset] ?? 0) });
}

/** As the testbench reads it; a status, which has words of its own, in the language of the window. */
function valueOf({ name, text }: PacketField, row: TrafficRow, t: Translate): string {
  if (name !== 'status') return text;
  return row.type === 'QOSSETUP'
    ? t('traffic.priority', { priority: row.status })
    : `${row.status} ${statusText(row.status, t)}`;
}
