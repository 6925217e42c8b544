import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileFilter } from '../../../traffic/filter/compile.ts';
import { FIELDS, KEYWORDS, PACKET_TYPES } from '../../../traffic/filter/fields.ts';
import { parseFilter } from '../../../traffic/filter/parser.ts';
import { ALL_ODDITIES, TrafficLog } from '../../../traffic/log.ts';
import { packet, tapConnection, tell } from '../../packets.ts';

const page = readFileSync(path.join(import.meta.dirname, '../../../../docs/filter.md'), 'utf8');
const blocks = [...page.matchAll(/^```\n([^]*?)^```$/gm)].map(([, block = '']) => block.trim().split('\n'));

describe('the page about filters', () => {
  it('has examples', () => expect(blocks.flat().length).toBeGreaterThan(25));

  it.each(blocks.flat())('says with %s something that runs', (example) => {
    const filter = parseFilter(example);
    if (filter === null) throw new Error('an empty example');
    const log = new TrafficLog();
    tell(log, packet({ url: '/vehicle/door', param: '{"speed":81}' }), false, false, tapConnection(1), 1);
    const compiled = compileFilter(filter, { log, marks: new Set(), now: Date.now() });
    for (const chunk of log.chunks)
      expect(compiled.run(chunk, 0, chunk.count, new Uint16Array(16))).toBeLessThanOrEqual(1);
  });

  it.each([...Object.keys(FIELDS), ...KEYWORDS, ...PACKET_TYPES, ...ALL_ODDITIES])('names %s', (name) =>
    expect(page).toContain(`\`${name}\``),
  );

  it.each([...page.matchAll(/`([a-z]+ (?:==|!=|=~|>|&&)[^`…]*)`/g)].map(([, inline = '']) => inline))(
    'says in its text %s',
    (inline) => expect(parseFilter(inline)).not.toBeNull(),
  );
});
