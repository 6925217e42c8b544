import { type KeyboardEvent, useState } from 'react';
import type { PacketField, TrafficPacket } from '../../../testbench/contract.ts';
import { useT } from '../i18n.ts';
import { HexView } from '../payload/hex-view.tsx';
import { moved } from '../ui/list-keys.ts';

const PAGE = 5;

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

  const onKeyDown = (event: KeyboardEvent) => {
    const to = moved(event.key, selected, fields.length, PAGE);
    if (to === null) return;
    event.preventDefault();
    setChosen(fields[to]?.name ?? null);
  };
  return (
    <div className="packet-fields">
      <div
        className="fields"
        role="listbox"
        aria-label={t('inspector.fields')}
        aria-activedescendant={selected >= 0 ? `field-${selected}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onMouseLeave={() => setHovered(undefined)}
      >
        {fields.map((field, index) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/mouse-events-have-key-events -- the listbox has the keys
          <div
            key={`${field.name} ${field.offset}`}
            id={`field-${index}`}
            className="field-row"
            role="option"
            aria-selected={index === selected}
            data-hovered={field === hovered || undefined}
            onMouseOver={() => setHovered(field)}
            onClick={() => setChosen(field.name)}
          >
            <span className="muted">{t(`field.${field.name}`)}</span>
            <span className="mono cut" title={field.text}>
              {field.text}
            </span>
            <span className="mono muted number">{field.offset}</span>
            <span className="mono muted number">{field.length}</span>
          </div>
        ))}
      </div>
      <HexView
        label={t('inspector.bytes')}
        bytes={packet.bytes}
        selected={fields[selected]}
        hovered={hovered}
        onHover={(offset) => setHovered(fieldAt(offset))}
        onSelect={(offset) => setChosen(fieldAt(offset)?.name ?? null)}
      />
    </div>
  );
}
