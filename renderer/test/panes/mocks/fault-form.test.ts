import { describe, expect, it } from 'vitest';
import schemaText from '../../../../scenario.schema.json?raw';
import { translate } from '../../../src/i18n.ts';
import {
  emptyFault,
  type FaultForm,
  faultKinds,
  faultText,
  faultWords,
  formOf,
  ownFields,
} from '../../../src/panes/mocks/fault-form.ts';

const t = (key: Parameters<typeof translate>[1], values?: Parameters<typeof translate>[2]) =>
  translate('en', key, values);

interface KindSchema {
  properties: { kind: { const: string }; [key: string]: unknown };
  required: string[];
}
const { $defs } = JSON.parse(schemaText) as { $defs: { fault: { oneOf: KindSchema[] } } };
const kinds = $defs.fault.oneOf;

function schemaOf(kind: string): KindSchema {
  const found = kinds.find(({ properties }) => properties.kind.const === kind);
  if (!found) throw new Error(`no ${kind}`);
  return found;
}

/** All that can be written. */
function filled(kind: (typeof faultKinds)[number]): FaultForm {
  const own = Object.fromEntries(ownFields(kind).map((key) => [key, '3']));
  const scope = { url: '/a', type: 'RPC', channel: 'quick', direction: 'received' } as const;
  return { kind, own, name: 'mine', ...scope, probability: '50', times: '2' };
}

describe('the form of a fault', () => {
  it('has every kind that a file may have', () => {
    const known: string[] = kinds.map(({ properties }) => properties.kind.const);
    expect(faultKinds.toSorted()).toEqual(known.toSorted());
  });

  it.each(faultKinds)('writes of %s what a file may say of it, and what it must', (kind) => {
    const { properties, required } = schemaOf(kind);
    const written = Object.keys(JSON.parse(faultText(filled(kind))) as object);
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(written));
    expect(Object.keys(JSON.parse(faultText(emptyFault(kind))) as object)).toEqual(expect.arrayContaining(required));
  });

  it('can say all that a file may say of a kind, but for those of connections', () => {
    const left = faultKinds.flatMap((kind) => {
      const written = JSON.parse(faultText(filled(kind))) as object;
      return Object.keys(schemaOf(kind).properties)
        .filter((key) => !(key in written))
        .map((key) => `${kind} ${key}`);
    });
    const scope = ['url', 'type', 'quick'];
    expect(left.filter((key) => !key.endsWith(' enabled')).toSorted()).toEqual(
      ['refuse', 'slow-reading'].flatMap((kind) => scope.map((key) => `${kind} ${key}`)).toSorted(),
    );
  });

  it('says what is narrowed, and leaves out what is not', () => {
    const form = {
      ...emptyFault('delay'),
      url: ' /door ',
      type: 'RPC',
      channel: 'normal',
      direction: 'received',
    } as const;
    expect(JSON.parse(faultText({ ...form, probability: '12.5', times: '3' }))).toEqual({
      kind: 'delay',
      delay: { min: 200, max: 800 },
      direction: 'received',
      url: '/door',
      type: 'RPC',
      quick: false,
      probability: 0.125,
      times: 3,
    });
    expect(JSON.parse(faultText({ ...emptyFault('delay'), own: { min: '50', max: '50' } }))).toMatchObject({
      delay: 50,
    });
    expect(JSON.parse(faultText(emptyFault('drop')))).toEqual({ kind: 'drop' });
    expect(JSON.parse(faultText({ ...emptyFault('reset'), own: { afterMs: '100' } }))).toMatchObject({ after: 100 });
  });

  it('leaves what is no number for the bench to refuse', () => {
    const form = { ...emptyFault('status'), own: { status: 'five' }, probability: 'half' };
    expect(JSON.parse(faultText(form))).toEqual({ kind: 'status', status: 'five', probability: 'half' });
  });
});

describe('a fault in words', () => {
  it.each([
    [{}, 'for all'],
    [{ after: 12 }, 'after 12 bytes', 'cut'],
    [{ delay: { min: 200, max: 800 }, type: 'RPC', url: '/a', probability: 0.125 }, '200–800 ms · RPC · /a · 12.5 %'],
    [{ delay: { mean: 20, deviation: 5 }, direction: 'received' }, '20 ± 5 ms · received'],
    [{ status: 5, quick: false, times: 3 }, 'status 5 · normal channel · 3 times at most'],
    [{ after: 100, times: 1 }, 'after 100 ms · once'],
  ])('%j', (rule, words, kind = 'reset') => {
    expect(faultWords(kind, JSON.stringify(rule), t)).toBe(words);
  });
});

/** As the bench tells of it. */
function ruleOf(form: FaultForm): string {
  const { kind: _kind, name: _name, ...rule } = JSON.parse(faultText(form)) as Record<string, unknown>;
  return JSON.stringify(rule);
}

describe('a fault that is changed', () => {
  it.each(faultKinds)('%s comes back into the form as it was written there', (kind) => {
    for (const form of [filled(kind), { ...emptyFault(kind), name: 'mine' }]) {
      const again = formOf(kind, 'mine', ruleOf(form));
      expect(again && JSON.parse(faultText(again))).toEqual(JSON.parse(faultText(form)));
    }
  });

  it.each([{ delay: { mean: 20, deviation: 5 } }, { delay: { exponential: 20 } }, { delay: 7, later: true }])(
    'what the form has no place for is left to the file: %j',
    (rule) => expect(formOf('delay', 'mine', JSON.stringify(rule))).toBeUndefined(),
  );

  it('what a file says beyond need is no obstacle', () => {
    const rule = { probability: 1, direction: 'sent', delay: { min: 1, max: 2 } };
    expect(formOf('delay', 'mine', JSON.stringify(rule))).toMatchObject({ own: { min: '1', max: '2' } });
    expect(formOf('delay', 'delay 12', JSON.stringify(rule))).toMatchObject({ name: '' });
    expect(formOf('of tomorrow', 'mine', '{}')).toBeUndefined();
  });
});
