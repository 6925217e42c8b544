import { expect, test } from 'vitest';
import { Strangers } from '../src/strangers.ts';

test('each address is one stranger, of whom the last 64 are remembered', () => {
  const strangers = new Strangers('server', 'mock');
  const at = (port: number) => strangers.at('10.0.0.1', port, '10.0.0.2:3000');
  const first = at(1);
  expect(first).toEqual({
    id: first.id,
    role: 'server',
    local: '',
    remote: '',
    quickLocal: '10.0.0.2:3000',
    quickRemote: '10.0.0.1:1',
    label: 'mock',
  });
  expect(at(1)).toBe(first);
  const second = at(2);
  expect(second.id).not.toBe(first.id);
  expect(strangers.at('::ffff:10.0.0.1', 1, '')).toBe(first);
  for (let port = 3; port <= 64; port += 1) at(port);
  expect(at(1)).toBe(first);
  at(65);
  // The second was quiet for longest.
  expect(at(1)).toBe(first);
  expect(at(2)).not.toBe(second);
});
