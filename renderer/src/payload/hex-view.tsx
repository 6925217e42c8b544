import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { ascii, hexByte } from '../format/hex.ts';
import { useSize } from '../ui/use-size.ts';

interface ByteRange {
  offset: number;
  length: number;
}

interface HexViewProps {
  label: string;
  bytes: Uint8Array;
  /** Offset of the first byte, where they are a part of something. */
  base?: number;
  /** Stays at the last line when there are other bytes. */
  atEnd?: boolean;
  /** Scrolled to and marked. */
  selected?: ByteRange | undefined;
  hovered?: ByteRange | undefined;
  onHover?: (offset: number | null) => void;
  /** With this, arrows lead from byte to byte. */
  onSelect?: (offset: number) => void;
  /** What is said of a byte that the arrows lead to. */
  describe?: (offset: number) => string;
}

const LINE = 18;
/** Width of a line of 16 bytes at 12 px, and of one of 8: offset, bytes, text, padding, scroll bar. */
const WIDE = 560;
const NARROW = 292;

/** Offset, bytes and text; only the lines in view are in the document. */
export function HexView({
  label,
  bytes,
  base = 0,
  atEnd = false,
  selected,
  hovered,
  onHover,
  onSelect,
  describe,
}: HexViewProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const { width } = useSize(scroller);
  const perLine = width >= WIDE ? 16 : 8;
  const lines = useVirtualizer({
    count: Math.ceil(bytes.length / perLine),
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 4,
  });
  const digits = Math.max(4, (base + bytes.length).toString(16).length);
  const [moved, setMoved] = useState<number | null>(null);
  const cursor = moved !== null && inside(selected, moved) ? moved : selected?.offset;

  const from = selected?.offset;
  useEffect(() => {
    if (from !== undefined) lines.scrollToIndex(Math.floor(from / perLine), { align: 'auto' });
  }, [from, perLine, lines]);

  useEffect(() => {
    if (atEnd && bytes.length > 0) lines.scrollToIndex(Math.ceil(bytes.length / perLine) - 1, { align: 'end' });
  }, [atEnd, bytes, perLine, lines]);

  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / LINE) - 1);
    const to = movedByte(event, cursor ?? -1, bytes.length, perLine, page);
    if (to === null) return;
    event.preventDefault();
    setMoved(to);
    onSelect?.(to);
    lines.scrollToIndex(Math.floor(to / perLine), { align: 'auto' });
  };
  const state = (at: number) =>
    [inside(selected, at) && 'selected', inside(hovered, at) && 'hovered', onSelect && at === cursor && 'cursor']
      .filter(Boolean)
      .join(' ') || undefined;

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the arrows lead through the bytes
    <div
      ref={scroller}
      className="hex mono selectable"
      data-narrow={(width > 0 && width < NARROW) || undefined}
      role="group"
      aria-label={label}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scroller must be reachable by the keyboard
      tabIndex={0}
      onKeyDown={onSelect && onKeyDown}
    >
      {describe && moved !== null && moved === cursor && (
        <span role="status" className="only-read-aloud">
          {describe(moved)}
        </span>
      )}
      <div
        role="presentation"
        style={{ height: lines.getTotalSize(), position: 'relative' }}
        onPointerOver={(event) => onHover?.(offsetAt(event.target))}
        onPointerLeave={() => onHover?.(null)}
        onClick={(event) => {
          const at = offsetAt(event.target);
          if (at === null) return;
          setMoved(at);
          onSelect?.(at);
        }}
      >
        {lines.getVirtualItems().map((line) => {
          const start = line.index * perLine;
          const row = bytes.subarray(start, start + perLine);
          return (
            <div key={line.index} className="hex-line" style={{ transform: `translateY(${line.start}px)` }}>
              <span className="hex-offset">{(base + start).toString(16).padStart(digits, '0')}</span>
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

/** Where a key leads from a byte (-1 for none); null for keys that lead nowhere. */
export function movedByte(
  { key, ctrlKey, altKey, metaKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>,
  at: number,
  count: number,
  perLine: number,
  page: number,
): number | null {
  if (count === 0 || altKey || metaKey || (ctrlKey && key !== 'Home' && key !== 'End')) return null;
  const start = at - (at % perLine);
  const steps: Record<string, number> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at < 0 ? 0 : at + perLine,
    ArrowUp: at - perLine,
    PageDown: at + perLine * page,
    PageUp: at - perLine * page,
    Home: ctrlKey ? 0 : start,
    End: ctrlKey ? count - 1 : start + perLine - 1,
  };
  const to = steps[key];
  if (to === undefined) return null;
  // Up and down keep to their column, and stay where there is no line to go to.
  if (at >= 0 && (key === 'ArrowUp' || key === 'ArrowDown') && (to < 0 || to >= count)) return at;
  return Math.max(0, Math.min(count - 1, to));
}

function offsetAt(target: EventTarget): number | null {
  const at = target instanceof HTMLElement ? target.dataset['at'] : undefined;
  return at === undefined ? null : Number(at);
}

const inside = (range: ByteRange | undefined, at: number): boolean =>
  range !== undefined && at >= range.offset && at < range.offset + range.length;
