import { useEffect, useState } from 'react';
import { bench } from '../../bench.ts';
import { type NumericField, numericFields } from '../../plots/numeric-fields.ts';

const PERIOD_MS = 1_000;

/** What is numeric in the newest value of a topic, looked at again each second; null where nothing came. */
export function useTopicFields(deviceId: string | null, url: string): readonly NumericField[] | null {
  const [found, setFound] = useState<{ of: string; fields: readonly NumericField[] | null } | null>(null);
  const of = `${deviceId} ${url}`;
  useEffect(() => {
    if (deviceId === null || url === '') return undefined;
    let current = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      const answer = await bench().topicValue({ id: deviceId, url });
      if (!current) return;
      const text = answer.ok ? answer.value?.text : null;
      setFound({ of, fields: typeof text === 'string' ? (numericFields(text) ?? []) : null });
      timer = setTimeout(() => void look(), PERIOD_MS);
    };
    void look();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [deviceId, url, of]);
  return found?.of === of ? found.fields : null;
}
