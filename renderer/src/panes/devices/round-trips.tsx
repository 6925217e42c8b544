import { duration } from '../../format/quantity.ts';
import { useT } from '../../i18n.ts';
import { Num } from '../../ui/num.tsx';

const WIDTH = 120;
const HEIGHT = 18;
const SHOWN = 60;

/** The newest round trip, and the last ones as a line; each has its place, so that the line moves on evenly. */
export function RoundTripHistory({ roundTrips }: { roundTrips: number[] }) {
  const t = useT();
  const newest = roundTrips.at(-1);
  if (newest === undefined) return <>–</>;
  const least = Math.min(...roundTrips);
  const most = Math.max(...roundTrips);
  const step = WIDTH / (SHOWN - 1);
  const height = (ms: number) => HEIGHT - 1 - ((HEIGHT - 2) * ms) / Math.max(most, 0.001);
  const points = roundTrips.map((ms, at) => `${(at * step).toFixed(1)},${height(ms).toFixed(1)}`).join(' ');
  const label = t('devices.roundTripHistory', {
    count: roundTrips.length,
    least: duration(least),
    most: duration(most),
  });
  return (
    <span className="round-trips">
      <Num className="number" value={newest} as={duration} unit="ms" />
      {roundTrips.length > 1 && (
        <svg role="img" aria-label={label} width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
          <title>{label}</title>
          <polyline points={points} />
        </svg>
      )}
    </span>
  );
}
