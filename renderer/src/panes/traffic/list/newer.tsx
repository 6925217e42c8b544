import { ArrowDownToLine, Play } from 'lucide-react';
import { count } from '../../../format/quantity.ts';
import { useT } from '../../../i18n.ts';
import { useView } from '../../../state/traffic.ts';
import { follow, togglePause, useList } from '../../../traffic/list.ts';
import { Button } from '../../../ui/button.tsx';

/** How many packets have come that the list does not show, over its last row so that nothing moves for it. */
export function Newer({ waiting }: { waiting: number }) {
  const t = useT();
  const live = useView((view) => view.source === 'live');
  const paused = useList((list) => list.paused !== null);
  const following = useList((list) => list.following);
  if (waiting <= 0 || !live || (following && !paused)) return null;
  return (
    <div className="newer">
      <Button icon={paused ? <Play /> : <ArrowDownToLine />} onClick={paused ? togglePause : follow}>
        {t(paused ? 'traffic.waiting' : 'traffic.newer', { count: waiting, shown: count(waiting) })}
      </Button>
    </div>
  );
}
