import { carriesField, onFieldDragEnd } from '../payload/fields/drag.ts';

/** So long one stays over a tab that one wants to drop into, and not only passes, ms. */
const WAIT = 400;
const OPENERS = '.flexlayout__tab_button, .rail-item';

/**
 * Whoever drags a field, and stays over a tab or a name in the rail for a moment, gets to what is behind it: the plots
 * often are, while one looks at the topic. Answers what ends it.
 */
export function openTabsUnderFields(): () => void {
  let over: HTMLElement | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (next: HTMLElement | null) => {
    if (next === over) return;
    over = next;
    clearTimeout(timer);
    if (next) timer = setTimeout(() => next.click(), WAIT);
  };
  const onDragOver = ({ dataTransfer, target }: DragEvent) => {
    look(carriesField(dataTransfer) && target instanceof Element ? target.closest<HTMLElement>(OPENERS) : null);
  };
  const unfollow = onFieldDragEnd(() => look(null));
  document.addEventListener('dragover', onDragOver);
  return () => {
    look(null);
    unfollow();
    document.removeEventListener('dragover', onDragOver);
  };
}
