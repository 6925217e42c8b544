import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DataDraft } from '../../contract.ts';
import { encodeDraft } from '../../drafts/encode.ts';
import { ChosenFiles } from '../../workspace/chosen-files.ts';

const NO_DATA: DataDraft = { kind: 'text', text: '' };

describe('a draft becomes', () => {
  it('a param without the spaces between its tokens, and with all its digits', async () => {
    expect(await paramOf('{ "a": 1.10,\n "b": 12345678901234567890 }')).toBe('{"a":1.10,"b":12345678901234567890}');
  });

  it('no param and no data where there is only blank', async () => {
    expect(await encode({ param: ' \n', data: NO_DATA })).toEqual({ param: undefined, data: undefined });
    expect(await encode({ param: '', data: { kind: 'hex', text: ' ' } })).toEqual({
      param: undefined,
      data: undefined,
    });
  });

  it('for a raw device whatever was written', async () => {
    expect(await paramOf(' {no json ', true)).toBe(' {no json ');
  });

  it.each(['29 01 ff', '2901FF', '29:01:ff', '0x29, 0x01, 0xff', '0x2901ff', '\n29\t01\nff'])(
    'bytes of hex: %j',
    async (text) => {
      expect(await dataOf({ kind: 'hex', text })).toEqual(Buffer.of(0x29, 0x01, 0xff));
    },
  );

  it('UTF-8 of text', async () => {
    expect(await dataOf({ kind: 'text', text: '车 ' })).toEqual(Buffer.from('车 '));
  });

  it('the content of a file that was chosen, as it is when it is sent', async () => {
    const { files, file } = await chosen('before');
    writeFileSync(file.path, 'after');
    expect((await encodeDraft({ param: '', data: { kind: 'file', file } }, files, { raw: false })).data).toEqual(
      new Uint8Array(Buffer.from('after')),
    );
  });
});

describe('refused, with the part that is wrong and where, is', () => {
  it('a param that is no JSON', async () => {
    await expect(paramOf('{"a": }')).rejects.toMatchObject({ code: 'INVALID_PARAM', part: 'param', position: 6 });
  });

  it.each([
    ['29 0', 3],
    ['zz', 0],
    ['29 0x1 02', 5],
    ['2901f', 4],
  ])('what is no hex: %j', async (text, position) => {
    await expect(dataOf({ kind: 'hex', text })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      part: 'data',
      position,
    });
  });

  it('a file that the user has not chosen', async () => {
    const { file } = await chosen('secret');
    await expect(dataOf({ kind: 'file', file })).rejects.toMatchObject({ code: 'FILE_UNREADABLE', part: 'data' });
  });

  it('a file that is gone', async () => {
    const { files, file } = await chosen('here');
    rmSync(file.path);
    await expect(encodeDraft({ param: '', data: { kind: 'file', file } }, files, { raw: false })).rejects.toMatchObject(
      {
        code: 'FILE_UNREADABLE',
        part: 'data',
      },
    );
  });

  it('a file that is larger than a packet by now', async () => {
    const { files, file } = await chosen('');
    writeFileSync(file.path, Buffer.alloc(262_145));
    await expect(encodeDraft({ param: '', data: { kind: 'file', file } }, files, { raw: false })).rejects.toMatchObject(
      {
        code: 'PACKET_TOO_LARGE',
        part: 'data',
      },
    );
  });
});

function encode(draft: { param: string; data: DataDraft }, raw = false) {
  return encodeDraft(draft, new ChosenFiles(), { raw });
}

async function paramOf(param: string, raw = false): Promise<string> {
  const { param: bytes = new Uint8Array() } = await encode({ param, data: NO_DATA }, raw);
  return Buffer.from(bytes).toString();
}

async function dataOf(data: DataDraft): Promise<Buffer> {
  const { data: bytes = new Uint8Array() } = await encode({ param: '', data });
  return Buffer.from(bytes);
}

async function chosen(content: string) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'drafts-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const files = new ChosenFiles();
  writeFileSync(path.join(folder, 'data.bin'), content);
  return { files, file: await files.choose(path.join(folder, 'data.bin')) };
}
