import { EventEmitter, once } from 'node:events';
import type { BrowserWindow, MessageBoxOptions } from 'electron';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { externalLinks } from '../external-links.ts';
import { nativeWords } from '../words.ts';

type AskInFront = (window: BrowserWindow, options: MessageBoxOptions) => Promise<{ response: number }>;

function links(answer: number | Promise<number> = 0) {
  const showMessageBox = vi.fn<AskInFront>(async () => ({
    response: await answer,
    checkboxChecked: false,
  }));
  const openExternal = vi.fn<(url: string) => Promise<void>>(async () => undefined);
  const said: string[] = [];
  const open = externalLinks({
    window: () => ({}) as never,
    dialog: { showMessageBox },
    shell: { openExternal },
    words: () => nativeWords('en'),
    say: (message) => said.push(message),
  });
  const shown = () => showMessageBox.mock.calls.map(([, asked]) => asked);
  return { open, openExternal, said, shown };
}

describe('a link out of the app', () => {
  it('is opened once the user has seen the whole address and agreed', async () => {
    const { open, openExternal, shown } = links();
    const url = `https://example.com/${'a/'.repeat(900)}end?query=1#part`;
    await open(url);
    expect(shown()[0]?.message).toBe('Open example.com in the browser?');
    expect(shown()[0]?.detail).toContain(url);
    expect(openExternal.mock.calls).toEqual([[url]]);
  });

  it('is not opened where the user does not agree', async () => {
    const { open, openExternal } = links(1);
    await open('https://example.com/');
    expect(openExternal).not.toHaveBeenCalled();
  });

  it.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'vsoa://127.0.0.1:3005/',
    'mailto:someone@example.com',
    'smb://host/share',
    'ms-msdt:/id',
    'data:text/html,hello',
    'app://bench/',
    'https://example.com@evil.example/',
    'https://user:secret@evil.example/',
    'https://',
    'not an address',
    '',
    `https://example.com/${'a'.repeat(2_048)}`,
  ])('is refused without a question: %s', async (url) => {
    const { open, openExternal, said, shown } = links();
    await open(url);
    expect(shown()).toEqual([]);
    expect(openExternal).not.toHaveBeenCalled();
    expect(said).toHaveLength(1);
  });

  it('is shown as the browser reads it: no letters that look like others, no line ends', async () => {
    const { open, shown } = links();
    await open('https://ex\u0430mple.com/a\n\u202eb');
    expect(shown()[0]?.message).toBe('Open xn--exmple-4nf.com in the browser?');
    expect(shown()[0]?.detail).toContain('https://xn--exmple-4nf.com/a%E2%80%AEb');
  });

  it('is refused while another one waits for an answer', async () => {
    const answer = new EventEmitter();
    const answered = once(answer, 'given').then(() => 0);
    const { open, openExternal, shown } = links(answered);
    const first = open('https://example.com/1');
    await open('https://example.com/2');
    answer.emit('given');
    await first;
    expect(shown()).toHaveLength(1);
    expect(openExternal.mock.calls).toEqual([['https://example.com/1']]);
    await open('https://example.com/3');
    expect(openExternal).toHaveBeenLastCalledWith('https://example.com/3');
  });

  it('is never one of another scheme, whatever the page asks for', async () => {
    const { open, openExternal } = links();
    const text = fc.oneof(
      fc.webUrl(),
      fc.string(),
      fc.string().map((rest) => `https:${rest}`),
      fc.string().map((rest) => `javascript:${rest}`),
    );
    await fc.assert(
      fc.asyncProperty(text, async (url) => {
        openExternal.mockClear();
        await open(url);
        for (const [opened] of openExternal.mock.calls) expect(opened).toMatch(/^https?:\/\/[^@/]+\//);
      }),
      { numRuns: 200 },
    );
  });
});
