import { expect, type Locator, type Page } from '@playwright/test';
import type { Words } from './words.ts';

export type PaneName = 'devices' | 'subscriptions' | 'rpc' | 'traffic' | 'inspector';

/** The window as its user knows it: panes, forms and lists by their names, in the language of the test. */
export class BenchWindow {
  readonly #page: Page;
  readonly #words: Words;

  constructor(page: Page, words: Words) {
    this.#page = page;
    this.#words = words;
  }

  pane(name: PaneName): Locator {
    return this.#page.getByRole('region', { name: this.#words[name], exact: true });
  }

  /** Brings a pane to the front with its button in the rail. */
  async open(name: Exclude<PaneName, 'inspector'>): Promise<Locator> {
    const rail = this.#page.getByRole('navigation', { name: this.#words.panes });
    await rail.getByRole('button', { name: this.#words[name], exact: true }).click();
    await holdsFocus(this.pane(name));
    return this.pane(name);
  }

  /** Fills the form of the Devices pane and sends it. */
  async connect(url: string, passwd?: string): Promise<void> {
    const pane = await this.open('devices');
    const form = pane.getByRole('form', { name: this.#words.connectForm });
    await form.getByLabel(this.#words.serverUrl).fill(url);
    if (passwd !== undefined) await form.getByRole('textbox', { name: this.#words.password }).fill(passwd);
    await form.getByRole('button', { name: this.#words.connect, exact: true }).click();
  }

  /** The row of the Devices pane's list that holds this text. */
  device(text: string): Locator {
    return this.pane('devices').getByRole('option').filter({ hasText: text });
  }

  async expectConnected(text: string): Promise<void> {
    await expect(this.device(text).getByText(this.#words.connected)).toBeVisible();
  }

  /** The vehicle alone: what its button does beside it in the other panes is for e2e/demo.spec.ts. */
  async startDemo(): Promise<void> {
    await this.open('devices');
    const started = await this.#page.evaluate((name) => window.bench.startDemo({ name }), this.#words.demoName);
    expect(started).toMatchObject({ ok: true });
  }

  async subscribe(urls: string): Promise<void> {
    const pane = await this.open('subscriptions');
    const form = pane.getByRole('form', { name: this.#words.subscribeForm });
    await form.getByLabel(this.#words.urlsToSubscribe).fill(urls);
    await form.getByRole('button', { name: this.#words.subscribe, exact: true }).click();
  }

  async unsubscribe(url: string): Promise<void> {
    const pane = await this.open('subscriptions');
    await pane.getByRole('button', { name: `${this.#words.unsubscribe} ${url}`, exact: true }).click();
    await expect(pane.getByRole('button', { name: `${this.#words.unsubscribe} ${url}`, exact: true })).toBeHidden();
  }

  topic(url: string): Locator {
    const grid = this.pane('subscriptions').getByRole('treegrid', { name: this.#words.topics });
    return grid.getByRole('row').filter({ has: this.#page.getByRole('gridcell', { name: url, exact: true }) });
  }

  /** Calls by the RPC pane; `param` is typed into its editor. */
  async call(method: 'GET' | 'SET', url: string, param: string): Promise<void> {
    const pane = await this.open('rpc');
    await pane.getByRole('radio', { name: method }).click();
    const target = pane.getByLabel(this.#words.urlToCall);
    await target.fill(url);
    // The suggestions close when the focus goes on, as it does for who types.
    await target.press('Tab');
    await write(pane.getByRole('textbox', { name: this.#words.param, exact: true }).first(), param);
    await pane.getByRole('button', { name: this.#words.send, exact: true }).click();
  }

  answer(): Locator {
    return this.pane('rpc').getByRole('group', { name: this.#words.answer });
  }

  /** Rows of the Traffic pane with a cell for each of these texts. */
  packets(...cells: (string | RegExp)[]): Locator {
    let rows = this.pane('traffic').getByRole('grid').getByRole('row');
    for (const name of cells) {
      rows = rows.filter({ has: this.#page.getByRole('gridcell', { name, exact: true }) });
    }
    return rows;
  }

  /** A field of the packet in the inspector. */
  field(name: 'type' | 'flags' | 'url' | 'param'): Locator {
    const fields = this.pane('inspector').getByRole('listbox', { name: this.#words.fields });
    return fields.getByRole('option').filter({ hasText: this.#words.field[name] });
  }
}

/** Into an editor, in place of what is there: to replace text that is coloured, Chromium would style the new one. */
export async function write(editor: Locator, text: string): Promise<void> {
  await editor.press('Control+A');
  await editor.press('Delete');
  await editor.fill(text);
}

/** A pane that is opened takes the focus a frame later: before that, what is done in it could lose it again. */
export async function holdsFocus(pane: Locator): Promise<void> {
  await expect(pane).toBeVisible();
  await expect.poll(() => pane.evaluate((element) => element.contains(document.activeElement))).toBe(true);
}
