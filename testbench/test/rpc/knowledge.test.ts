import { describe, expect, it, vi } from 'vitest';
import type { CallRecord } from '../../contract.ts';
import { type Entry, toEntry } from '../../rpc/history/entry.ts';
import { suggestUrls } from '../../rpc/knowledge/known-urls.ts';
import { paramShape } from '../../rpc/knowledge/param-shape.ts';
import { urlsIn } from '../../rpc/knowledge/urls-in.ts';
import { draftOf } from './drafts.ts';

const NOTHING = { history: [], saved: [], topics: [], serverInfo: null };

describe('urls are suggested', () => {
  it('from the history of the device, of others, from collections, topics, server info and answers, each once', () => {
    const found = suggestUrls('', 'd1', {
      history: [
        entryOf('/other', { deviceId: 'd2' }),
        entryOf('/mine', { answer: '{"routes":["/listed","no"],"/key":1}' }),
      ],
      saved: [{ url: '/kept', method: 'SET' }],
      topics: ['/speed', '/mine'],
      serverInfo: '{"name":"x","commands":["/reboot"]}',
    });
    expect(found.map(({ url, from }) => `${url} ${from}`)).toEqual([
      '/mine history',
      '/other history',
      '/kept saved',
      '/speed topic',
      '/reboot info',
      '/key answer',
      '/listed answer',
    ]);
  });

  it('with the methods that were answered with success by this device', () => {
    const history = [
      entryOf('/doors', { method: 'SET' }),
      entryOf('/doors', { method: 'GET' }),
      entryOf('/locked', { method: 'SET', status: 5 }),
      entryOf('/elsewhere', { deviceId: 'd2' }),
    ];
    const found = suggestUrls('', 'd1', { ...NOTHING, history });
    expect(Object.fromEntries(found.map(({ url, methods }) => [url, methods]))).toEqual({
      '/doors': ['SET', 'GET'],
      '/locked': [],
      '/elsewhere': [],
    });
  });

  it('those that begin with what is typed first, whatever its case, and not without end', () => {
    const topics = ['/a/speed', '/speed', '/SPEEDY', '/doors'];
    expect(suggestUrls('/sp', null, { ...NOTHING, topics }).map(({ url }) => url)).toEqual([
      '/speed',
      '/SPEEDY',
      '/a/speed',
    ]);
    expect(suggestUrls('/speed', null, { ...NOTHING, topics: ['/speed'] })).toEqual([]);
    const many = Array.from({ length: 10_000 }, (_, n) => `/t/${n}`);
    expect(suggestUrls('', null, { ...NOTHING, topics: many })).toHaveLength(50);
  });

  it('from answers and infos that are read once, however often a letter is typed', () => {
    const history = Array.from({ length: 100 }, (_, n) => entryOf('/list', { answer: `["/listed/${n}"]` }));
    const sources = { ...NOTHING, history, serverInfo: '["/reboot"]' };
    const found = suggestUrls('', 'd1', sources);
    const parse = vi.spyOn(JSON, 'parse');
    expect(suggestUrls('', 'd1', sources)).toEqual(found);
    expect(suggestUrls('/listed/9', 'd1', sources)).toHaveLength(10);
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
    expect(suggestUrls('', 'd1', { ...sources, serverInfo: '["/halt"]' }).map(({ url }) => url)).toContain('/halt');
  });

  it('from answers whatever is in them', () => {
    expect(urlsIn('{"/a":')).toEqual([]);
    expect(urlsIn(null)).toEqual([]);
    expect(urlsIn(`["/${'x'.repeat(300)}","/ok","/with space"]`)).toEqual(['/ok']);
    expect(urlsIn(`${'['.repeat(3_000)}"/deep"${']'.repeat(3_000)}`)).toEqual(['/deep']);
  });
});

describe('what is known of a param', () => {
  it('is merged from what was sent with success and what was answered', () => {
    const history = [
      entryOf('/seat', { param: '{"height": 3, "heat": {"level": 2}}', answer: '{"height":4,"moving":true}' }),
      entryOf('/seat', { param: '{"height": null, "names": ["a", {"b": 1}]}', answer: '7' }),
      entryOf('/seat', { param: '{"wrong": 1}', status: 2 }),
      entryOf('/other', { param: '{"other": 1}' }),
    ];
    const shape = paramShape('/seat', history);
    expect(Object.keys(shape?.keys ?? {})).toEqual(['height', 'heat', 'names', 'moving']);
    expect(shape?.kinds).toEqual(['object', 'number']);
    expect(shape?.keys?.['height']).toEqual({ kinds: ['number', 'null'], examples: ['3', '4'] });
    expect(shape?.keys?.['names']?.items).toEqual({
      kinds: ['string', 'object'],
      examples: ['"a"'],
      keys: { b: { kinds: ['number'], examples: ['1'] } },
    });
  });

  it('is nothing where nothing was called', () => {
    expect(paramShape('/never', [])).toBeNull();
  });

  it('stays bounded, whatever a device answers', () => {
    const wide = JSON.stringify(Object.fromEntries(Array.from({ length: 4_000 }, (_, n) => [`key ${n}`, n])));
    expect(Object.keys(paramShape('/a', [entryOf('/a', { answer: wide })])?.keys ?? {})).toHaveLength(2_000);
    const deep = `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`;
    expect(JSON.stringify(paramShape('/a', [entryOf('/a', { answer: deep })])).length).toBeLessThan(1_000);
    const proto = '{"__proto__":{"x":1},"constructor":2}';
    expect(Object.keys(paramShape('/a', [entryOf('/a', { answer: proto })])?.keys ?? {})).toEqual(['constructor']);
  });
});

interface Told {
  deviceId?: string;
  method?: 'GET' | 'SET';
  param?: string;
  status?: number;
  answer?: string;
}

let count = 0;

function entryOf(url: string, { deviceId = 'd1', method = 'GET', param = '', status = 0, answer = '' }: Told): Entry {
  const draft = draftOf({ url, method, param });
  count += 1;
  const record: CallRecord = {
    id: `e${count}`,
    time: count,
    deviceId,
    deviceName: 'Gateway',
    host: '127.0.0.1:3000',
    draft,
    sent: { url, payload: draft.payload },
    answer: {
      status,
      statusName: '',
      tunnelId: 0,
      rttMs: 1,
      text: answer,
      json: answer !== '',
      param: new Uint8Array(Buffer.from(answer)),
      data: new Uint8Array(),
    },
    cut: { param: 0, data: 0 },
    error: null,
    tally: {
      wanted: 1,
      sent: 1,
      pending: 0,
      statuses: [[status, 1]],
      failures: [],
      rtt: null,
      perSecond: 0,
      elapsedMs: 1,
    },
  };
  return toEntry(record);
}
