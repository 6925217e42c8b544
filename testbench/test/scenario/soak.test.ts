import { expect, it } from 'vitest';
import { Scenario } from '../../scenario/scenario.ts';
import { restless, SOAKED } from './restless.ts';

const SECONDS = 15;
const CLIENTS = 4;

it('a mock that restless clients come to, with faults, leaves nothing behind', { timeout: 120_000 }, async () => {
  const seed = Date.now() % 1_000_000;
  console.log(`seed ${seed}`);
  const idle = resources();
  const scenario = new Scenario({ spec: SOAKED, folder: null });
  await scenario.start();
  const ecu = scenario.ecu('soaked');
  const ready = resources();
  const end = performance.now() + SECONDS * 1_000;
  const visits = await Promise.all(
    Array.from({ length: CLIENTS }, (_, place) => restless(ecu.url, seed + place, () => performance.now() > end)),
  );
  console.log(
    `${visits.reduce((sum, each) => sum + each)} visits, ${ecu.commands.map(({ calls }) => calls).join(' ')} calls`,
  );
  expect(ecu.commands.every(({ calls }) => calls > 0)).toBe(true);
  await settled(ready);
  expect(ecu.clients).toEqual([]);
  await scenario.close();
  await settled(idle);
});

/** Sockets and timers that there are, by kind. */
function resources(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** Resolves when there is no more of anything than that; says what there is too much of where that takes too long. */
async function settled(most: Record<string, number>): Promise<void> {
  await expect
    .poll(
      () => Object.entries(resources()).filter(([kind, count]) => count > (most[kind] ?? 0) && kind !== 'Immediate'),
      {
        // Streams that nobody came for end by then, and closed connections have lingered long enough.
        timeout: 30_000,
      },
    )
    .toEqual([]);
}
