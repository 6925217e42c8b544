import { exact } from '../format/quantity.ts';

interface NumProps {
  value: number;
  /** Writes it short, with its unit. */
  as: (value: number) => string;
  /** Of the exact value on hover; `B`, `ms`, `/s`. */
  unit?: string;
  className?: string;
}

/** A number short enough for its column, and exact on hover. */
export function Num({ value, as, unit, className }: NumProps) {
  return (
    <span className={className} title={unit ? `${exact(value)} ${unit}` : exact(value)}>
      {as(value)}
    </span>
  );
}
