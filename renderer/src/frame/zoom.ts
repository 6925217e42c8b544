import { bench } from '../bench.ts';
import { useFrameSettings } from './frame-settings.ts';

/** Times the size that ships. */
const steps = [0.5, 0.67, 0.75, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2];

/** The next larger or smaller size; stays at the ends. */
export function zoomBy(direction: 1 | -1): void {
  const { zoom, setZoom } = useFrameSettings.getState();
  const next = direction === 1 ? steps.find((step) => step > zoom) : steps.findLast((step) => step < zoom);
  if (next !== undefined) setZoom(next);
}

export const resetZoom = (): void => useFrameSettings.getState().setZoom(1);

/** Gives the window its size now, and whenever it is changed. */
export function followZoom(): () => void {
  apply(useFrameSettings.getState());
  return useFrameSettings.subscribe((now, before) => {
    if (now.zoom !== before.zoom) apply(now);
  });
}

const apply = ({ zoom }: { zoom: number }): void => bench().setZoom(zoom);
