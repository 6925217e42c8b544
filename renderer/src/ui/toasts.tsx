import { CircleCheck, OctagonAlert, TriangleAlert, X } from 'lucide-react';
import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { type Translate, useT } from '../i18n.ts';
import { dismissToast, type Toast, useToasts } from '../state/toasts.ts';
import { Button, IconButton } from './button.tsx';

const glyphs: Record<Toast['tone'], ReactNode> = {
  info: <CircleCheck />,
  warning: <TriangleAlert />,
  error: <OctagonAlert />,
};

/**
 * Where toasts appear: a region of the window that F6 finds and that is read aloud politely. Nothing here takes the
 * focus by itself; Esc dismisses the one in which it is. (Base UI's own takes F6 from everybody else.)
 */
export function Toasts() {
  const t = useT();
  const toasts = useToasts((state) => state.toasts);
  const [pointerIn, setPointerIn] = useState(false);
  const [focusIn, setFocusIn] = useState(false);
  const cameFrom = useRef<Element | null>(null);
  const list = useRef<HTMLOListElement>(null);
  // What is gone under the pointer or the focus tells of no leaving.
  const held = toasts.length > 0 && (pointerIn || focusIn);
  const any = toasts.length > 0;
  if (!any && (pointerIn || focusIn)) {
    setPointerIn(false);
    setFocusIn(false);
  }

  const onFocus = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (relatedTarget && !currentTarget.contains(relatedTarget)) cameFrom.current = relatedTarget;
    setFocusIn(true);
  };
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (!currentTarget.contains(relatedTarget)) setFocusIn(false);
  };
  /** The focus does not fall out of the window with the toast in which it was. */
  const leave = (id: number) => {
    const focused = list.current?.contains(document.activeElement) ?? false;
    dismissToast(id);
    if (!focused) return;
    const next = list.current?.querySelector<HTMLElement>(`.toast:not([data-toast="${id}"]) button`);
    if (next) next.focus();
    else if (cameFrom.current instanceof HTMLElement) cameFrom.current.focus();
  };
  // Before the tooltip of the button that has the focus, which would take Esc for itself.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    const within = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-toast]') : null;
    event.stopPropagation();
    leave(Number(within?.dataset['toast'] ?? toasts.at(-1)?.id));
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- what is in it has the roles; it hears the keys of all
    <section
      className="toasts"
      data-pane={any ? 'toasts' : undefined}
      aria-label={t('toasts')}
      tabIndex={-1}
      onPointerEnter={() => setPointerIn(true)}
      onPointerLeave={() => setPointerIn(false)}
      onFocus={onFocus}
      onBlur={onBlur}
      onKeyDownCapture={onKeyDown}
    >
      <ol ref={list} aria-live="polite" aria-relevant="additions">
        {toasts.map((each) => (
          <OneToast key={each.id} toast={each} held={held} onLeave={leave} />
        ))}
      </ol>
    </section>
  );
}

interface OneToastProps {
  toast: Toast;
  /** Its time stands still. */
  held: boolean;
  onLeave: (id: number) => void;
}

function OneToast({ toast, held, onLeave }: OneToastProps) {
  const t = useT();
  const { id, tone, action, forMs } = toast;
  const left = useRef(forMs);
  useEffect(() => {
    if (held || left.current === null) return undefined;
    const since = performance.now();
    const timer = setTimeout(() => dismissToast(id), left.current);
    return () => {
      clearTimeout(timer);
      if (left.current !== null) left.current -= performance.now() - since;
    };
  }, [id, held]);
  return (
    <li className="toast" data-tone={tone} data-toast={id}>
      {glyphs[tone]}
      <span className="toast-text selectable">{inWords(toast, t)}</span>
      {action && (
        <Button
          kind="quiet"
          data-focus-first
          onClick={() => {
            onLeave(id);
            action.run();
          }}
        >
          {t(action.key)}
        </Button>
      )}
      <IconButton icon={<X />} label={t('dismiss')} keys="Escape" data-focus-first onClick={() => onLeave(id)} />
    </li>
  );
}

function inWords({ key, values, words = {} }: Toast, t: Translate): string {
  const said = Object.entries(words).map(([name, word]) => [name, t(word)] as const);
  return t(key, { ...values, ...Object.fromEntries(said) });
}
