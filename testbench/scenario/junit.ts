import type { ExpectationResult } from './types.ts';

export interface JunitOptions {
  /** Of the suite: the name of the scenario. */
  name: string;
  /** Epoch ms of the start. */
  since: number;
  /** How long the scenario ran, ms. */
  durationMs: number;
  /** With it the run can be had again; absent where nothing is random. */
  seed?: number | undefined;
  /** What else there is to say, one below the other. */
  notes?: readonly string[] | undefined;
}

// What XML 1.0 cannot hold, not even escaped; and halves of characters.
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu;
const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** The expectations of a scenario as JUnit XML, as CI servers read it: one test case for each. */
export function junitOf(results: readonly ExpectationResult[], options: JunitOptions): string {
  const { name, since, durationMs, seed, notes = [] } = options;
  const failures = results.filter(({ passed }) => !passed).length;
  const counts = `tests="${results.length}" failures="${failures}" errors="0" skipped="0" time="${seconds(durationMs)}"`;
  // The schema wants a local time without its zone; it is told in UTC.
  const timestamp = new Date(since).toISOString().slice(0, 19);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escaped(name)}" ${counts}>`,
    `  <testsuite name="${escaped(name)}" ${counts} timestamp="${timestamp}" hostname="localhost">`,
    ...(seed === undefined
      ? []
      : ['    <properties>', `      <property name="seed" value="${seed}"/>`, '    </properties>']),
    ...results.map((result) => testCase(name, result, durationMs)),
    `    <system-out>${escaped([...(seed === undefined ? [] : [`seed ${seed}`]), ...notes].join('\n'))}</system-out>`,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

/** One that failed took as long as the scenario ran. */
function testCase(suite: string, { title, passed, message, afterMs }: ExpectationResult, durationMs: number): string {
  const head = `    <testcase name="${escaped(title)}" classname="${escaped(suite)}" time="${seconds(afterMs ?? durationMs)}"`;
  if (passed) return `${head}/>`;
  const text = escaped(message);
  return `${head}>\n      <failure message="${text}" type="ExpectationFailed">${text}</failure>\n    </testcase>`;
}

function seconds(ms: number): string {
  return (Math.max(0, ms) / 1_000).toFixed(3);
}

function escaped(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"\t\n\r]/g, (char) => ESCAPES[char] as string);
}
