import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { useSize } from '../ui/use-size.ts';
import { CodeView } from './code-view.tsx';
import { hasLongLine, wrap } from './wrap.ts';

interface TextViewProps {
  label: string;
  text: string;
  language: 'json' | 'plain';
}

/** Text to read, whatever its length: a param is often one line of a quarter of a million characters. */
export function TextView(props: TextViewProps) {
  const long = useMemo(() => hasLongLine(props.text), [props.text]);
  return long ? <LongText {...props} /> : <CodeView {...props} />;
}

const LINE = 18;
/** Of a line, both sides, and of its scroll bar, px. */
const PADDING = 28;
/** Of a character at 12 px, in the widest of the monospace fonts, px. */
const CHARACTER = 7.5;

/** Wrapped by us, so that only the lines in view are in the document: a browser lays out a line as a whole. */
function LongText({ label, text }: TextViewProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const { width } = useSize(scroller);
  const columns = Math.max(8, Math.floor((width - PADDING) / CHARACTER));
  const lines = useMemo(() => (width === 0 ? [] : wrap(text, columns)), [text, columns, width]);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 10,
  });
  return (
    <div
      ref={scroller}
      className="hex mono selectable"
      role="textbox"
      aria-multiline
      aria-readonly
      aria-label={label}
      tabIndex={0}
    >
      <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((line) => (
          <div key={line.index} className="hex-line" style={{ transform: `translateY(${line.start}px)` }}>
            {lines[line.index]}
          </div>
        ))}
      </div>
    </div>
  );
}
