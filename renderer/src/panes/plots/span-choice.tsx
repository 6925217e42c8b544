import { useT } from '../../i18n.ts';
import { Segmented } from '../../ui/segmented.tsx';

const spans = { tenSeconds: 10_000, minute: 60_000, tenMinutes: 600_000, hour: 3_600_000, all: null } as const;
type SpanName = keyof typeof spans;
const names = Object.keys(spans) as SpanName[];

/** How much of the newest is shown. */
export function SpanChoice({ value, onChange }: { value: number | null; onChange: (spanMs: number | null) => void }) {
  const t = useT();
  return (
    <Segmented
      small
      label={t('plots.span')}
      // One that was written into the file by hand is none of these.
      value={names.find((name) => spans[name] === value) ?? ('' as SpanName)}
      options={names.map((name) => ({ value: name, label: t(`plots.span.${name}`) }))}
      onChange={(name) => onChange(spans[name])}
    />
  );
}
