import { useSyncExternalStore } from 'react';
import { useSettings } from '../state/settings.ts';

const WIDE = '(min-width: 1080px)';

/** Whether the rail shows names: as the user chose, and before that by the room there is. */
export function useRailOpen(): boolean {
  const chosen = useSettings((settings) => settings.railOpen);
  const wide = useSyncExternalStore(onWidth, isWide);
  return chosen ?? wide;
}

export function toggleRail(): void {
  const { railOpen, setRailOpen } = useSettings.getState();
  setRailOpen(!(railOpen ?? isWide()));
}

const isWide = (): boolean => matchMedia(WIDE).matches;

function onWidth(changed: () => void): () => void {
  const query = matchMedia(WIDE);
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}
