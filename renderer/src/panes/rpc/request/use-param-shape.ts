import { useEffect, useState } from 'react';
import type { JsonShape } from '../../../../../testbench/contract.ts';
import { bench } from '../../../bench.ts';
import { useCalls } from '../../../state/calls.ts';

/** After the last letter of a url, ms. */
const PAUSE = 300;

/** What is known of params of a url; asked for again when a call has ended. */
export function useParamShape(url: string): JsonShape | null {
  const version = useCalls(({ history }) => history.version);
  const [known, setKnown] = useState<{ url: string; shape: JsonShape | null }>({ url: '', shape: null });
  useEffect(() => {
    if (url.trim() === '') return undefined;
    let wanted = true;
    const timer = setTimeout(async () => {
      const result = await bench().paramShape({ url: url.slice(0, 4_096) });
      if (!wanted) return;
      const shape = result.ok ? result.value : null;
      setKnown((before) =>
        before.url === url && JSON.stringify(before.shape) === JSON.stringify(shape) ? before : { url, shape },
      );
    }, PAUSE);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- what has been called since is part of the answer
  }, [url, version]);
  return known.url === url ? known.shape : null;
}
