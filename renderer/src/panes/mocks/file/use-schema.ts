import { useEffect, useState } from 'react';
import { bench } from '../../../bench.ts';
import type { Schema } from './json-schema.ts';

let known: Promise<Schema | null> | undefined;

/** The schema of scenario files, asked for once; null before it is there. */
export function useSchema(): Schema | null {
  const [schema, setSchema] = useState<Schema | null>(null);
  useEffect(() => {
    let ended = false;
    known ??= bench()
      .scenarioSchema(undefined)
      .then((result) => (result.ok ? (result.value as Schema) : null));
    void known.then((found) => !ended && setSchema(found));
    return () => {
      ended = true;
    };
  }, []);
  return schema;
}
