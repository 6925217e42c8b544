import { Autocomplete } from '@base-ui/react/autocomplete';
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import { useT } from '../../../i18n.ts';
import { useView } from '../../../state/traffic.ts';
import {
  applyFilter,
  askHelp,
  type Completion,
  clearFilter,
  inPlace,
  typeFilter,
  undoFilter,
  useFilter,
} from '../../../traffic/filter.ts';
import { FilterProblem, Underlined } from './filter-problem.tsx';

/** One line for the filter: completes, marks what is wrong, and applies what is right as it is typed. */
export function FilterInput({ onLeave }: { onLeave: () => void }) {
  const t = useT();
  const filter = useView((view) => view.filter);
  const { typed, error, completions, waiting, helped } = useFilter();
  const text = typed ?? filter;
  const [open, setOpen] = useState<'no' | 'typing' | 'asked'>('no');
  const [highlighted, setHighlighted] = useState<Completion | undefined>();
  const [scrolled, setScrolled] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const caret = useCaret(input, text);
  const problem = useId();
  const offered = open === 'asked' ? completions.length > 0 : open === 'typing' && completions.some(leadsOn);
  const shownError = typed === null ? null : error;

  const close = () => {
    setOpen('no');
    setHighlighted(undefined);
  };
  const take = (completion: Completion) => {
    const next = taken(text, completion);
    caret.put(next.caret);
    setOpen('typing');
    typeFilter(next.text, next.caret);
  };
  // Who types fast chooses of those for the text before the last key: their places are not in this one.
  const choose = async (completion: Completion) => {
    if (helped === text) {
      take(completion);
      return;
    }
    const now = await inPlace(completion, text, input.current?.selectionStart ?? text.length);
    if (now) take(now);
  };
  const apply = async () => {
    close();
    await applyFilter(text);
  };
  const bringBack = (forth: boolean) => {
    const end = undoFilter(forth);
    if (end === null) return;
    close();
    caret.put(end);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const { key } = event;
    const undo = undoKey(event);
    if (key === 'Tab' && !event.shiftKey && offered) {
      event.preventDefault();
      const best = highlighted ?? completions[0];
      if (best) void choose(best);
    } else if (key === 'Enter' && !(offered && highlighted)) {
      event.preventDefault();
      void apply();
    } else if (key === 'Escape') {
      // One step at a time: the list of completions, also where it is still to come, what is written, the bar itself.
      event.preventDefault();
      if (offered || (waiting && open !== 'no')) close();
      else if (text !== '') void clearFilter();
      else onLeave();
    } else if (undo) {
      event.preventDefault();
      bringBack(undo === 'redo');
    } else if ((key === ' ' && event.ctrlKey) || (key === 'ArrowDown' && !offered)) {
      event.preventDefault();
      setOpen('asked');
      void askHelp(text, event.currentTarget.selectionStart ?? text.length);
    } else return;
    event.stopPropagation();
  };

  return (
    <Autocomplete.Root
      items={completions}
      mode="none"
      value={text}
      itemToStringValue={(completion: Completion) => taken(text, completion).text}
      onValueChange={(next, { reason }) => {
        if (reason === 'item-press') {
          const pressed = completions.find((completion) => taken(text, completion).text === next);
          if (pressed) void choose(pressed);
        } else if (reason === 'input-change' || reason === 'input-clear') {
          setOpen('typing');
          typeFilter(next, input.current?.selectionStart ?? next.length);
        }
      }}
      open={offered}
      onOpenChange={(next, { reason }) => {
        if (!next && reason !== 'item-press') close();
      }}
      openOnInputClick={false}
      onItemHighlighted={setHighlighted}
    >
      <span className="filter-field">
        <Autocomplete.Input
          ref={input}
          className="input mono filter-input"
          aria-label={t('traffic.filter')}
          aria-invalid={shownError !== null}
          aria-busy={waiting}
          aria-describedby={shownError ? problem : undefined}
          placeholder={t('traffic.filterHint')}
          spellCheck={false}
          autoCapitalize="off"
          data-filter
          onKeyDownCapture={onKeyDown}
          onScroll={(event) => setScrolled(event.currentTarget.scrollLeft)}
          onBlur={() => {
            close();
            if (typed !== null && error === null) void applyFilter(text);
          }}
        />
        {shownError && <Underlined text={text} error={shownError} scrolled={scrolled} />}
        {shownError && <FilterProblem id={problem} error={shownError} text={text} inForce={filter} over={offered} />}
      </span>
      <Autocomplete.Portal>
        <Autocomplete.Positioner className="positioner" sideOffset={4} align="start">
          <Autocomplete.Popup className="popup completions">
            <Autocomplete.List>
              {(completion: Completion) => (
                <Autocomplete.Item
                  key={`${completion.kind} ${completion.insert}`}
                  value={completion}
                  className="popup-item"
                >
                  <span />
                  <span className="mono cut">{completion.insert.trim()}</span>
                  <span className="muted">{t(`filter.kind.${completion.kind}`)}</span>
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}

function undoKey({ ctrlKey, metaKey, altKey, shiftKey, key }: KeyboardEvent): 'undo' | 'redo' | null {
  if (!(ctrlKey || metaKey) || altKey) return null;
  if (key.toLowerCase() === 'z') return shiftKey ? 'redo' : 'undo';
  return key.toLowerCase() === 'y' ? 'redo' : null;
}

/** A filter that is whole could always go on with && or ||; to say so would only stand before the list. */
const leadsOn = ({ insert, from, to }: Completion): boolean => from < to || (insert !== '&&' && insert !== '||');

/** The text with a completion in it, and room for what comes next. */
function taken(text: string, { insert, from, to }: Completion): { text: string; caret: number } {
  const rest = text.slice(to);
  const written = rest.startsWith(' ') || insert.endsWith('(') || insert === '!' ? insert : `${insert} `;
  return { text: text.slice(0, from) + written + rest, caret: from + written.length + (rest.startsWith(' ') ? 1 : 0) };
}

/** Puts the caret where a completion ends, once the text is there. */
function useCaret(input: React.RefObject<HTMLInputElement | null>, text: string) {
  const wanted = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (wanted.current === null || !input.current) return;
    input.current.setSelectionRange(wanted.current, wanted.current);
    wanted.current = null;
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- the text is what the caret waits for
  }, [input, text]);
  return {
    put: (at: number) => {
      wanted.current = at;
    },
  };
}
