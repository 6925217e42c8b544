import type { Opening } from '../../../testbench/contract.ts';
import { bench } from '../bench.ts';
import { useOpenings } from '../state/openings.ts';
import { toast } from '../state/toasts.ts';
import { fileNotOpened, openFile } from './take-files.ts';

/**
 * Opens what the system asks the app to open, one after the other. While the user is asked about a link the next ones
 * wait. Answers how to end it.
 */
export function takeOpenings(): () => void {
  let busy = false;
  const takeAll = async () => {
    if (busy) return;
    busy = true;
    try {
      while (mayTake()) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        const taken = await bench().takeOpening(undefined);
        if (!taken.ok || taken.value === null) break;
        // oxlint-disable-next-line no-await-in-loop -- as above
        if (!(await open(taken.value))) break;
      }
    } finally {
      busy = false;
    }
  };
  const unsubscribe = useOpenings.subscribe(() => void takeAll());
  void takeAll();
  return unsubscribe;
}

function mayTake(): boolean {
  const { waiting, link } = useOpenings.getState();
  return waiting > 0 && link === null;
}

/** Answers whether the window stays. */
async function open(opening: Opening): Promise<boolean> {
  if (opening.kind === 'file') return openFile(opening.file);
  if (opening.kind === 'unreadable') fileNotOpened(opening.error, opening.path);
  else if (opening.kind === 'link') useOpenings.setState(({ links }) => ({ link: opening, links: links + 1 }));
  else if (opening.kind === 'tooMany') toast({ key: 'link.tooMany', values: { most: opening.most }, tone: 'warning' });
  else {
    const { why, start } = opening;
    toast({ key: 'link.refused', values: { link: start }, words: { why: `link.refused.${why}` }, tone: 'error' });
  }
  return true;
}
