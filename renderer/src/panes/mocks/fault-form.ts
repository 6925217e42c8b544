import type { Translate } from '../../i18n.ts';

/** What each kind has of its own, with what it begins with. */
const OWN = {
  delay: { min: '200', max: '800' },
  drop: {},
  duplicate: { copies: '1' },
  corrupt: { bytes: '1', offset: '' },
  cut: { afterBytes: '' },
  status: { status: '5' },
  refuse: {},
  freeze: {},
  disconnect: { afterMs: '' },
  reset: { afterMs: '' },
  'wrong-seqno': { by: '1' },
  oversized: { length: '' },
  'slow-reading': { bytesPerSecond: '1000' },
  'quick-loss': {},
  'quick-reorder': { window: '4' },
} as const satisfies Record<string, Record<string, string>>;

type FaultKind = keyof typeof OWN;
type KeysOf<T> = T extends unknown ? keyof T : never;
type OwnField = KeysOf<(typeof OWN)[FaultKind]>;

export const faultKinds = Object.keys(OWN) as FaultKind[];
export const PACKET_TYPES = ['RPC', 'SUBSCRIBE', 'UNSUBSCRIBE', 'PUBLISH', 'DATAGRAM', 'PINGECHO', 'SERVINFO'] as const;
const WITH_DIRECTION = new Set<FaultKind>(['delay', 'drop', 'duplicate', 'corrupt']);
const OF_LINES = new Set<FaultKind>(['refuse', 'slow-reading']);

/** As it is written in the form; '' for what is left out. */
export interface FaultForm {
  kind: FaultKind;
  own: Partial<Record<OwnField, string>>;
  name: string;
  url: string;
  type: '' | (typeof PACKET_TYPES)[number];
  channel: '' | 'quick' | 'normal';
  direction: 'sent' | 'received';
  /** Per cent. */
  probability: string;
  times: string;
}

export function emptyFault(kind: FaultKind): FaultForm {
  const rest = { name: '', url: '', type: '', channel: '', direction: 'sent', times: '' } as const;
  return { kind, own: { ...OWN[kind] }, ...rest, probability: '100' };
}

export const hasDirection = (kind: FaultKind): boolean => WITH_DIRECTION.has(kind);
/** It is for packets: those of one url, type or channel. */
export const hasScope = (kind: FaultKind): boolean => !OF_LINES.has(kind);
export const ownFields = (kind: FaultKind): OwnField[] => Object.keys(OWN[kind]) as OwnField[];

/** The fault as it would stand in a file. What is no number is left as it is, for the bench to refuse. */
export function faultText({ kind, own, name, url, type, channel, direction, probability, times }: FaultForm): string {
  const chance = valueOf(probability);
  const scope = {
    ...(url.trim() !== '' && { url: url.trim() }),
    ...(type !== '' && { type }),
    ...(channel !== '' && { quick: channel === 'quick' }),
  };
  return JSON.stringify({
    kind,
    ...(name.trim() !== '' && { name: name.trim() }),
    ...ownOf(kind, own),
    ...(hasDirection(kind) && direction === 'received' && { direction }),
    ...(hasScope(kind) && scope),
    ...(chance !== undefined && chance !== 100 && { probability: typeof chance === 'number' ? chance / 100 : chance }),
    ...(times.trim() !== '' && { times: valueOf(times) }),
  });
}

/** The form in which a fault of the bench is written; undefined where it has no place for all of it. `rule`: JSON. */
export function formOf(kind: string, name: string, rule: string): FaultForm | undefined {
  if (!isFaultKind(kind)) return undefined;
  const { direction, delay, url = '', type, quick, probability = 1, times, ...rest } = JSON.parse(rule) as Rule;
  const range = typeof delay === 'object' ? delay : { min: delay, max: delay };
  const given: Record<string, unknown> = { ...range, ...rest };
  const own = ownFields(kind).map((key) => [key, textOf(given[key.startsWith('after') ? 'after' : key])]);
  const form: FaultForm = {
    ...emptyFault(kind),
    own: Object.fromEntries(own) as FaultForm['own'],
    // The bench gave it that name, and gives it again.
    name: /^[a-z-]+ \d+$/.test(name) ? '' : name,
    url,
    type: (type ?? '') as FaultForm['type'],
    channel: quick === undefined ? '' : quick ? 'quick' : 'normal',
    direction: direction === 'received' ? 'received' : 'sent',
    probability: String(Number((probability * 100).toPrecision(12))),
    times: textOf(times),
  };
  const { kind: _kind, name: _name, ...written } = JSON.parse(faultText(form)) as Record<string, unknown>;
  return sorted(written) === sorted(plain(JSON.parse(rule) as Rule)) ? form : undefined;
}

/** Without what says no more than leaving it out. */
function plain({ direction, probability, ...rest }: Rule): Rule {
  return {
    ...rest,
    ...(direction !== undefined && direction !== 'sent' && { direction }),
    ...(probability !== undefined && probability !== 1 && { probability }),
  };
}

function sorted(value: object): string {
  return JSON.stringify(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

const isFaultKind = (kind: string): kind is FaultKind => Object.hasOwn(OWN, kind);

const textOf = (value: unknown): string =>
  typeof value === 'number' || typeof value === 'string' ? String(value) : '';

/** What a fault is for, in words. `rule`: JSON, as the bench tells it. */
export function faultWords(kind: string, rule: string, t: Translate): string {
  const { direction, delay, url, type, quick, probability, times, ...own } = JSON.parse(rule) as Rule;
  const words = [
    delay === undefined ? '' : delayWords(delay, t),
    ...Object.entries(own).map(([key, value]) =>
      key in SHOWN
        ? t(kind === 'cut' && key === 'after' ? 'mocks.faultWords.afterBytes' : SHOWN[key as keyof typeof SHOWN], {
            value: String(value),
          })
        : `${key} ${JSON.stringify(value)}`,
    ),
    direction === 'received' ? t('mocks.faultWords.received') : '',
    type ?? '',
    url ?? '',
    quick === undefined ? '' : t(quick ? 'mocks.channel.quick' : 'mocks.channel.normal'),
    probability === undefined || probability === 1 ? '' : `${Number((probability * 100).toPrecision(6))} %`,
    times === undefined ? '' : t('mocks.faultWords.times', { count: times }),
  ].filter((word) => word !== '');
  return words.length === 0 ? t('mocks.forAll') : words.join(' · ');
}

interface Rule {
  direction?: string;
  delay?: number | Record<string, number>;
  url?: string;
  type?: string;
  quick?: boolean;
  probability?: number;
  times?: number;
  [own: string]: unknown;
}

const SHOWN = {
  copies: 'mocks.faultWords.copies',
  bytes: 'mocks.faultWords.bytes',
  offset: 'mocks.faultWords.offset',
  after: 'mocks.faultWords.after',
  status: 'mocks.faultWords.status',
  by: 'mocks.faultWords.by',
  length: 'mocks.faultWords.length',
  bytesPerSecond: 'mocks.faultWords.bytesPerSecond',
  window: 'mocks.faultWords.window',
} as const;

function delayWords(delay: number | Record<string, number>, t: Translate): string {
  if (typeof delay === 'number') return `${delay} ms`;
  const { min, max, mean, deviation, exponential } = delay;
  if (min !== undefined) return `${min}–${max} ms`;
  if (exponential !== undefined) return t('mocks.faultWords.about', { value: String(exponential) });
  return `${mean} ± ${deviation} ms`;
}

function ownOf(kind: FaultKind, own: FaultForm['own']): Record<string, unknown> {
  if (kind === 'delay') {
    const [min, max] = [valueOf(own.min), valueOf(own.max)];
    return { delay: max === undefined || min === max ? min : { min: min ?? 0, max } };
  }
  const given = ownFields(kind).map((key) => [key.startsWith('after') ? 'after' : key, valueOf(own[key])] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

function valueOf(text = ''): number | string | undefined {
  const written = text.trim();
  if (written === '') return undefined;
  return Number.isFinite(Number(written)) ? Number(written) : written;
}
