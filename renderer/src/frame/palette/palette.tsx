import { Dialog } from '@base-ui/react/dialog';
import { type KeyboardEvent, type MouseEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { exact } from '../../format/quantity.ts';
import { useT } from '../../i18n.ts';
import { KeyHint } from '../../ui/key-hint.tsx';
import { moved } from '../../ui/list-keys.ts';
import { useFrameSettings } from '../frame-settings.ts';
import { openDialog, useOpenDialog } from '../open-dialog.ts';
import { type PaletteItem, paletteProviders } from './provider.ts';
import { indexOf, search } from './search.ts';

/** Everything that can be done or gone to, found by some letters of its name. */
export function Palette() {
  const t = useT();
  const open = useOpenDialog(({ dialog }) => dialog === 'palette');
  const input = useRef<HTMLInputElement>(null);
  const chosen = useRef<PaletteItem>(null);
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(next) => !next && openDialog(null)}
      // The focus is back where it was: what is done is done there.
      onOpenChangeComplete={(isOpen) => {
        if (isOpen) return;
        chosen.current?.run();
        chosen.current = null;
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Dialog.Popup className="dialog palette" initialFocus={input} aria-label={t('palette')}>
          <PaletteBody
            input={input}
            onChoose={(item) => {
              chosen.current = item;
              useFrameSettings.getState().used(item.id);
              openDialog(null);
            }}
          />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface PaletteBodyProps {
  input: React.RefObject<HTMLInputElement | null>;
  onChoose: (item: PaletteItem) => void;
}

const PAGE = 8;
/** Of each kind, while nothing is typed. */
const MOST_LISTED = 200;

function PaletteBody({ input, onChoose }: PaletteBodyProps) {
  const t = useT();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const { items, recentCount } = useFound(typed);
  const active = items[at] ?? items[0];
  const index = active ? items.indexOf(active) : -1;
  useEffect(() => {
    list.current?.querySelector(`[data-row="${index}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [index]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && active) {
      event.preventDefault();
      onChoose(active);
      return;
    }
    // Home and End are the field's.
    if (event.key === 'Home' || event.key === 'End') return;
    const to = wrapped(event.key, index, items.length) ?? moved(event.key, index, items.length, PAGE);
    if (to === null) return;
    event.preventDefault();
    setAt(to);
  };
  const onClick = (event: MouseEvent) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null;
    const item = row && items[Number(row.dataset['row'])];
    if (item) onChoose(item);
  };
  return (
    <>
      <input
        ref={input}
        className="input palette-input"
        role="combobox"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={index < 0 ? undefined : `${id}-${index}`}
        aria-label={t('palette')}
        placeholder={t('palette.hint')}
        spellCheck={false}
        autoComplete="off"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the field has the keys */}
      <div
        ref={list}
        id={`${id}-list`}
        className="palette-list"
        role="listbox"
        aria-label={t('palette')}
        onClick={onClick}
        tabIndex={-1}
      >
        {items.map((item, row) => (
          <div
            key={item.id}
            id={`${id}-${row}`}
            className="palette-row"
            role="option"
            aria-selected={row === index}
            data-row={row}
            data-ends-recent={row === recentCount - 1 || undefined}
            title={item.detail ? `${item.text}\n${item.detail}` : item.text}
          >
            <span className="cut palette-text">{item.text}</span>
            {item.detail && <span className="cut mono muted palette-detail">{item.detail}</span>}
            <span className="cut muted palette-group">{row < recentCount ? t('palette.recent') : t(item.group)}</span>
            {item.keys && <KeyHint keys={item.keys} />}
          </div>
        ))}
      </div>
      {items.length === 0 && <p className="palette-none muted">{t('palette.none')}</p>}
      <span className="only-read-aloud" role="status">
        {typed.trim() !== '' && t('palette.found', { count: items.length, shown: exact(items.length) })}
      </span>
    </>
  );
}

/** Where nothing is typed: what was used last, then all that is listed; else what is found. */
function useFound(typed: string): { items: PaletteItem[]; recentCount: number } {
  const t = useT();
  const recent = useFrameSettings((settings) => settings.recent);
  const all = useMemo(
    () => paletteProviders().map(({ items, onlySearched = false }) => ({ items: items(t), onlySearched })),
    [t],
  );
  const everything = useMemo(() => all.flatMap(({ items }) => items), [all]);
  const index = useMemo(() => indexOf(everything), [everything]);
  return useMemo(() => {
    if (typed.trim() !== '') return { items: search(index, typed, recent), recentCount: 0 };
    const used = recent.flatMap((id) => everything.find((item) => item.id === id) ?? []);
    const listed = all.flatMap(({ items, onlySearched }) => (onlySearched ? [] : items.slice(0, MOST_LISTED)));
    return { items: [...used, ...listed.filter((item) => !used.includes(item))], recentCount: used.length };
  }, [typed, index, recent, everything, all]);
}

/** From the last to the first, and back. */
function wrapped(key: string, at: number, count: number): number | null {
  if (count === 0) return null;
  if (key === 'ArrowDown' && at === count - 1) return 0;
  if (key === 'ArrowUp' && at <= 0) return count - 1;
  return null;
}
