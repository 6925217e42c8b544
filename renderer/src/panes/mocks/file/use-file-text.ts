import { useEffect, useState } from 'react';
import type { BenchError, ScenarioEntry } from '../../../../../testbench/contract.ts';
import { bench } from '../../../bench.ts';

export interface SavedText {
  /** With `\n` at the ends of lines, as an editor has it. */
  text: string;
  revision: string;
  /** The lines of the file end as on Windows. */
  crlf: boolean;
}

/** What is in the file of a scenario, read anew where that is another text. */
export function useFileText({ id, revision }: ScenarioEntry) {
  const [saved, setSaved] = useState<SavedText | null>(null);
  const [error, setError] = useState<BenchError | null>(null);
  const known = saved?.revision === revision;
  useEffect(() => {
    if (known) return undefined;
    let ended = false;
    const look = async () => {
      const read = await bench().readScenario({ id });
      if (ended) return;
      setError(read.ok ? null : read.error);
      if (!read.ok) return;
      const { text, revision: of } = read.value;
      setSaved({ text: text.replaceAll('\r\n', '\n'), revision: of, crlf: text.includes('\r\n') });
    };
    void look();
    return () => {
      ended = true;
    };
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- another revision is another text
  }, [id, revision, known]);
  return { saved, error, setSaved };
}
