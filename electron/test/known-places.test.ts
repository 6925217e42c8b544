import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { KnownPlaces } from '../known-places.ts';

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'known-places-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

async function started(parent: string, act: (places: KnownPlaces) => void): Promise<void> {
  const places = new KnownPlaces(path.join(parent, 'places.json'), path.join(parent, 'own'));
  act(places);
  await places.close();
}

it('the workspace of the last time is opened again, and those before it are known', async () => {
  const [parent, one, other] = [folder(), folder(), folder()];
  const own = path.join(parent, 'own');
  await started(parent, (places) => {
    expect(places.last).toBe(own);
    places.changed(own, one);
    places.changed(one, other);
    expect(places.recentBefore(other)).toEqual([one, own]);
  });
  await started(parent, (places) => {
    expect(places.last).toBe(other);
    places.changed(other, own);
  });
  await started(parent, (places) => {
    expect(places.last).toBe(own);
    expect(places.recentBefore(own)).toEqual([other, one]);
  });
});

it('where the last one is gone, the own one is opened, and the other stays among the recent ones', async () => {
  const [parent, gone] = [folder(), folder()];
  const own = path.join(parent, 'own');
  await started(parent, (places) => places.changed(own, gone));
  rmSync(gone, { recursive: true });
  const other = folder();
  await started(parent, (places) => {
    expect(places.last).toBe(own);
    expect(places.missingFor(own)).toBe(gone);
    expect(places.recentBefore(own)).toEqual([gone]);
    places.changed(own, other);
    expect(places.recentBefore(other)).toEqual([own, gone]);
  });
  await started(parent, (places) => expect(places.missingFor(other)).toBeNull());
});

it('at most ten are remembered', async () => {
  await started(folder(), (places) => {
    for (let n = 0; n < 15; n++) places.changed(`/${n}`, `/${n + 1}`);
    expect(places.recentBefore('/15')).toEqual(['/14', '/13', '/12', '/11', '/10', '/9', '/8', '/7', '/6', '/5']);
  });
});
