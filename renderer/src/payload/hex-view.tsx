import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { ascii, hexByte } from '../format/hex.ts';
import { useSize } from '../ui/use-size.ts';

interface ByteRange {
  offset: number;
  length: number;
}

interface HexViewProps {
  label: string;
  bytes: Uint8Array;
  /** Scrolled to and marked. */
  selected?: ByteRange | undefined;
  hovered?: ByteRange | undefined;
  onHover?: (offset: number | null) => void;
  onSelect?: (offset: number) => void;
}

const LINE = 18;
/** Width of a line of 16 bytes at 12 px: offset, bytes, text, padding. */
const WIDE = 560;

/** Offset, bytes and text; only the lines in view are in the document. */
export function HexView({ label, bytes, selected, hovered, onHover, onSelect }: HexViewProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const { width } = useSize(scroller);
  const perLine = width >= WIDE ? 16 : 8;
  const lines = useVirtualizer({
    count: Math.ceil(bytes.length / perLine),
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 4,
  });

  const from = selected?.offset;
  useEffect(() => {
    if (from !== undefined) lines.scrollToIndex(Math.floor(from / perLine), { align: 'auto' });
  }, [from, perLine, lines]);

  const state = (at: number) =>
    [inside(selected, at) && 'selected', inside(hovered, at) && 'hovered'].filter(Boolean).join(' ') || undefined;

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scroller must be reachable by the keyboard
    <div ref={scroller} className="hex mono selectable" role="group" aria-label={label} tabIndex={0}>
      <div
        role="presentation"
        style={{ height: lines.getTotalSize(), position: 'relative' }}
        onPointerOver={(event) => onHover?.(offsetAt(event.target))}
        onPointerLeave={() => onHover?.(null)}
        onClick={(event) => {
          const at = offsetAt(event.target);
          if (at !== null) onSelect?.(at);
        }}
      >
        {lines.getVirtualItems().map((line) => {
          const start = line.index * perLine;
          const row = bytes.subarray(start, start + perLine);
          return (
            <div key={line.index} className="hex-line" style={{ transform: `translateY(${line.start}px)` }}>
              <span className="hex-offset">{start.toString(16).padStart(5, '0')}</span>
              <span className="hex-bytes" style={{ minWidth: `${perLine * 3}ch` }}>
                {Array.from(row, (byte, i) => (
                  <span key={start + i} data-at={start + i} className={state(start + i)}>
                    {`${hexByte(byte)} `}
                  </span>
                ))}
              </span>
              <span className="hex-text">
                {Array.from(row, (byte, i) => (
                  <span key={start + i} data-at={start + i} className={state(start + i)}>
                    {ascii(byte)}
                  </span>
                ))}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function offsetAt(target: EventTarget): number | null {
  const at = target instanceof HTMLElement ? target.dataset['at'] : undefined;
  return at === undefined ? null : Number(at);
}

const inside = (range: ByteRange | undefined, at: number): boolean =>
  range !== undefined && at >= range.offset && at < range.offset + range.length;
