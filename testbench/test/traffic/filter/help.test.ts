import { describe, expect, it } from 'vitest';
import { filterHelp } from '../../../traffic/filter/help.ts';
import { parseFilter } from '../../../traffic/filter/parser.ts';
import { TrafficLog } from '../../../traffic/log.ts';
import { packet, tapConnection, tell } from '../../packets.ts';

const log = new TrafficLog();
for (const url of ['/vehicle/door', '/vehicle/speed', '/cabin/"odd" name']) {
  tell(log, packet({ url }), false, false, tapConnection(1, 'ADAS unit'), 1);
}
tell(log, packet({ url: '/vehicle/speed' }), false, false, tapConnection(2, 'seat'), 2);

/** `|` is the caret. */
function help(written: string) {
  const caret = written.indexOf('|');
  const text = written.replace('|', '');
  const { completions, error } = filterHelp(text, caret, log);
  const taken = completions.map(({ insert, from, to }) => text.slice(0, from) + insert + text.slice(to));
  return { inserts: completions.map(({ insert }) => insert), taken, error };
}

describe('help while a filter is written', () => {
  it('offers fields and keywords where a term begins', () => {
    for (const text of ['|', 'quick && |', '(|', 'not |', '!|', 'quick or (sent && |']) {
      expect(help(text).inserts).toEqual(expect.arrayContaining(['type', 'url', 'unanswered', 'not']));
    }
    expect(help('|').error).toBeNull();
  });

  it('narrows them to what was typed, those that start with it first', () => {
    expect(help('l|').inserts.slice(0, 2)).toEqual(['length', 'local']);
    expect(help('l|').inserts).toEqual(expect.arrayContaining(['paramlength', 'malformed', 'channel', 'url']));
    expect(help('l|').inserts).not.toContain('type');
    expect(help('quick && un|').taken[0]).toBe('quick && unanswered');
    expect(help('un| && quick').taken[0]).toBe('unanswered && quick');
  });

  it('offers the operators of the field', () => {
    expect(help('type |').inserts).toEqual(['==', '!=', 'in']);
    expect(help('length |').inserts).toEqual(['==', '!=', '<', '<=', '>', '>=', 'in']);
    expect(help('param.speed |').inserts).toEqual(expect.arrayContaining(['>', 'contains']));
    expect(help('url c|').inserts).toEqual(['contains']);
    expect(help('odd |').inserts).toEqual(['==', '!=', 'in', '&&']);
  });

  it('offers the values of the field', () => {
    expect(help('type == |').inserts).toContain('STREAM_OPEN');
    expect(help('type == pu|').taken).toEqual(['type == PUBLISH']);
    expect(help('type in {rpc, sub|').taken).toEqual(['type in {rpc, SUBSCRIBE', 'type in {rpc, UNSUBSCRIBE']);
    expect(help('status != |').inserts).toContain('3');
    expect(help('odd == |').inserts).toContain('BAD_MAGIC');
  });

  it('offers devices and urls that are in the log, as texts that can be read again', () => {
    expect(help('device == |').inserts).toEqual(['"ADAS unit"', '"seat"']);
    expect(help('device == "AD|').taken).toEqual(['device == "ADAS unit"']);
    expect(help('url == "/vehicle/|').inserts).toEqual(['"/vehicle/speed"', '"/vehicle/door"']);
    expect(help('url == spe|').taken).toEqual(['url == "/vehicle/speed"']);
    for (const taken of help('url == |').taken) expect(parseFilter(taken)).not.toBeNull();
    expect(help('remote == |').inserts).toEqual(['"127.0.0.1:2"']);
  });

  it('offers how to go on after a term', () => {
    for (const text of ['quick |', 'type == rpc |', '(quick) |', 'url == "/a" |', 'type in {rpc} |', 'door |']) {
      expect(help(text).inserts).toEqual(['&&', '||']);
    }
  });

  it('says what is wrong, and where', () => {
    expect(help('quick && lenght > 3|').error).toEqual({ code: 'UNKNOWN_FIELD', found: 'lenght', from: 9, to: 15 });
    expect(help('url == "abc|').error).toMatchObject({ code: 'UNCLOSED_TEXT', from: 7 });
    expect(help('quick|').error).toBeNull();
  });

  it('stays small, however much is in the log', () => {
    const large = new TrafficLog();
    for (let n = 0; n < 5_000; n++) tell(large, packet({ url: `/u/${n}` }), false, false, tapConnection(n, `d${n}`), n);
    expect(filterHelp('url == ', 7, large).completions).toHaveLength(50);
    expect(filterHelp('device == ', 10, large).completions).toHaveLength(50);
  });
});
