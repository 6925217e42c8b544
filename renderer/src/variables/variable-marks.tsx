import { Fragment, type ReactNode, useRef, useState } from 'react';
import { findVariables } from './find-variables.ts';
import { useMeaning } from './variable-values.ts';

interface VariableMarksProps {
  /** What is written in the input. */
  text: string;
  /** An input of one line, with the class `input mono`. */
  children: ReactNode;
}

/** Around an input: marks the variables in it, says on hover what they are, and underlines those that nobody knows. */
export function VariableMarks({ text, children }: VariableMarksProps) {
  const meaning = useMeaning();
  const root = useRef<HTMLSpanElement>(null);
  const [scrolled, setScrolled] = useState(0);
  const found = findVariables(text, 'url');
  const told = found.map(({ name }) => meaning(name).text).join('\n');
  return (
    <span
      ref={root}
      className="variable-marks grow"
      title={told || undefined}
      onScrollCapture={(event) => setScrolled((event.target as HTMLElement).scrollLeft)}
    >
      {children}
      {found.length > 0 && (
        <span className="variable-mirror mono" aria-hidden>
          <span style={{ transform: `translateX(${-scrolled}px)` }}>
            {found.map(({ name, from, to }, index) => (
              <Fragment key={from}>
                {text.slice(found[index - 1]?.to ?? 0, from)}
                <mark data-unknown={!meaning(name).known || undefined}>{text.slice(from, to)}</mark>
              </Fragment>
            ))}
          </span>
        </span>
      )}
    </span>
  );
}
