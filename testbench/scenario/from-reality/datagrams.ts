import type { DatagramSpec } from '../file/schema.ts';
import type { MadeFolder } from './folder.ts';
import type { Told } from './made.ts';
import type { SeenDatagram } from './observed.ts';
import { lossOf, payloadSpec } from './payload.ts';

/** What an ECU sends so soon after a datagram came is its answer, ms. */
const SOON = 200;
/** So many of those that came were answered, where it is an answer and not chance. */
const MOSTLY = 0.7;

interface Exchange {
  asked: SeenDatagram;
  answers: SeenDatagram[];
}

/** What datagrams are answered with; `unasked`: urls of those that the ECU sent by itself. */
export function datagramsOf(
  datagrams: readonly SeenDatagram[],
  folder: MadeFolder,
  ecu: string,
): { specs: Told<DatagramSpec>[]; unasked: string[] } {
  const exchanges = exchangesIn(datagrams);
  const byUrl = new Map<string, Exchange[]>();
  for (const exchange of exchanges) {
    byUrl.set(exchange.asked.url, [...(byUrl.get(exchange.asked.url) ?? []), exchange]);
  }
  const answered = new Set<string>();
  const specs = [...byUrl].map(([url, all]) => {
    const usual = usualAnswers(all);
    for (const each of usual) answered.add(each.url);
    const reply = usual.map((each) => ({
      url: each.url,
      ...payloadSpec(each, folder, `${ecu}${each.url}`),
      ...(each.quick && { quick: true }),
    }));
    const losses = usual.map(lossOf).filter(Boolean);
    const count = all.length === 1 ? 'came once' : `came ${all.length} times`;
    const comment = [count, reply.length > 0 ? 'answered as the first time' : 'not answered', ...losses].join('; ');
    return { spec: { url, ...(reply.length > 0 && { reply }) }, comment };
  });
  const sent = new Set(datagrams.filter(({ toServer }) => !toServer).map(({ url }) => url));
  return { specs, unasked: [...sent].filter((url) => !answered.has(url)) };
}

function exchangesIn(datagrams: readonly SeenDatagram[]): Exchange[] {
  const exchanges: Exchange[] = [];
  const newest = new Map<number, Exchange>();
  for (const datagram of datagrams.toSorted((one, other) => one.time - other.time)) {
    if (datagram.toServer) {
      const exchange = { asked: datagram, answers: [] };
      exchanges.push(exchange);
      newest.set(datagram.connection, exchange);
      continue;
    }
    const exchange = newest.get(datagram.connection);
    if (exchange && datagram.time - exchange.asked.time <= SOON) exchange.answers.push(datagram);
  }
  return exchanges;
}

/** Of the first exchange that has them, those whose url nearly all have. */
function usualAnswers(all: readonly Exchange[]): SeenDatagram[] {
  const full = all.reduce((best, each) => (each.answers.length > best.answers.length ? each : best));
  return full.answers.filter(({ url }) => {
    const having = all.filter(({ answers }) => answers.some((each) => each.url === url));
    return having.length >= all.length * MOSTLY;
  });
}
