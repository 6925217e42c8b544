import { Popover } from '@base-ui/react/popover';
import { useEffect, useRef, useState } from 'react';
import { bringToFront } from '../frame/dock-store.ts';
import { useT } from '../i18n.ts';
import { Button } from '../ui/button.tsx';
import { keysText } from '../ui/key-hint.tsx';
import { FALLBACK, steps } from './steps.ts';
import { goBy, skipTour, useTour, useTourOpen } from './tour.ts';

/** Points at one thing of the window after the other. It is not modal: what it points at can be used meanwhile. */
export function Tour() {
  const open = useTourOpen((state) => state.open);
  return open ? <OpenTour /> : null;
}

function OpenTour() {
  const t = useT();
  const at = useTour((state) => state.step);
  const step = steps[at] ?? steps[0];
  const anchor = useTarget(step?.target ?? FALLBACK, step?.pane);
  const next = useRef<HTMLButtonElement>(null);
  if (!step || !anchor) return null;
  const last = at === steps.length - 1;
  return (
    <Popover.Root
      open
      onOpenChange={(_open, { reason }) => {
        if (reason === 'escape-key') skipTour();
      }}
    >
      <Popover.Portal>
        <Popover.Positioner
          className="positioner"
          anchor={anchor}
          side={step.side}
          sideOffset={8}
          collisionPadding={8}
          collisionAvoidance={{ side: 'flip', align: 'shift', fallbackAxisSide: 'end' }}
        >
          <Popover.Popup className="popover tour" initialFocus={next}>
            <div aria-live="polite">
              <Popover.Title className="popover-title">{t(step.title)}</Popover.Title>
              <Popover.Description className="tour-text">
                {t(step.text, { mod: keysText('Mod'), palette: keysText('Mod+K') })}
              </Popover.Description>
            </div>
            <div className="tour-foot">
              <span className="muted grow">{t('tour.step', { step: at + 1, count: steps.length })}</span>
              <Button kind="quiet" onClick={skipTour}>
                {t('tour.skip')}
              </Button>
              <Button disabled={at === 0} onClick={() => goBy(-1)}>
                {t('tour.back')}
              </Button>
              <Button ref={next} kind="primary" onClick={() => goBy(1)}>
                {t(last ? 'tour.done' : 'tour.next')}
              </Button>
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** The element that is pointed at, marked as long as it is; null until it was looked for. */
function useTarget(target: string, pane: Parameters<typeof bringToFront>[0] | undefined): Element | null {
  const [found, setFound] = useState<Element | null>(null);
  useEffect(() => {
    if (pane !== undefined) bringToFront(pane);
    let element: Element | null = null;
    // A pane that comes to the front is there a frame later.
    const frame = requestAnimationFrame(() => {
      element = visible(target) ?? visible(FALLBACK) ?? document.body;
      element.setAttribute('data-tour-shown', '');
      setFound(element);
    });
    return () => {
      cancelAnimationFrame(frame);
      element?.removeAttribute('data-tour-shown');
    };
  }, [target, pane]);
  return found;
}

function visible(selector: string): Element | null {
  const element = document.querySelector(selector);
  return element && element.getBoundingClientRect().width > 0 ? element : null;
}
