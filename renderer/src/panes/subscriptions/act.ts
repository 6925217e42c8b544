import type { BenchError, Device, RefusedSubscription } from '../../../../testbench/contract.ts';
import { bench } from '../../bench.ts';
import { copyText } from '../../copy.ts';
import { hex } from '../../format/hex.ts';
import { numericFields } from '../../payload/fields/numeric-fields.ts';
import { announce } from '../../state/announce.ts';
import { addToPlot } from '../../state/plots.ts';
import { announceUndo, toast } from '../../state/toasts.ts';
import { wantPane } from '../../state/wanted-pane.ts';
import { applyFilter } from '../../traffic/filter.ts';
import { showTraffic } from '../../traffic/show.ts';

/** One command takes a thousand urls at most. */
const MOST_URLS = 1_000;
/** Fields of one message that are plotted at once: as many as a plot has colours. */
const MOST_FIELDS = 8;

export interface Subscribed {
  failed: RefusedSubscription[];
  error: BenchError | null;
}

/** What the server refused, and why nothing was done where that is so. */
export async function subscribe(deviceId: string, urls: string[]): Promise<Subscribed> {
  const failed: RefusedSubscription[] = [];
  for (let from = 0; from < urls.length; from += MOST_URLS) {
    const result = await bench().subscribe({ id: deviceId, urls: urls.slice(from, from + MOST_URLS) });
    if (!result.ok) return { failed, error: result.error };
    failed.push(...result.value);
  }
  return { failed, error: null };
}

export async function unsubscribe(deviceId: string, urls: string[]): Promise<BenchError | null> {
  for (let from = 0; from < urls.length; from += MOST_URLS) {
    const result = await bench().unsubscribe({ id: deviceId, urls: urls.slice(from, from + MOST_URLS) });
    if (!result.ok) return result.error;
  }
  return null;
}

/** With a way back, since it takes away more than one click has made. */
export async function unsubscribeAll({ id, subscriptions }: Device): Promise<BenchError | null> {
  const error = await unsubscribe(id, subscriptions);
  if (!error) {
    announceUndo({ key: 'subscriptions.unsubscribed', values: { count: subscriptions.length } }, () => {
      void subscribe(id, subscriptions).then(tellSubscribed);
    });
  }
  return error;
}

/** Says what failed, where there is no form to say it in. */
export function tellSubscribed({ failed, error }: Subscribed): void {
  if (error) toast({ key: `error.${error.code}.title`, tone: 'error' });
  else if (failed.length > 0)
    toast({ key: 'subscriptions.someFailed', values: { count: failed.length }, tone: 'error' });
}

export async function copyValue(deviceId: string, url: string): Promise<void> {
  const result = await bench().topicValue({ id: deviceId, url });
  if (!result.ok) announce(`error.${result.error.code}.title`);
  else if (result.value) {
    const { text, param, data } = result.value;
    await copyText(param.length > 0 ? (text ?? hex(param)) : hex(data));
  }
}

/** Those that speak on are listed anew. */
export async function forgetTopics(deviceId: string): Promise<void> {
  const result = await bench().forgetTopics({ id: deviceId });
  if (!result.ok) toast({ key: `error.${result.error.code}.title`, tone: 'error' });
}

export function tellUnsubscribed(error: BenchError | null): void {
  if (error) toast({ key: `error.${error.code}.title`, tone: 'error' });
}

/** The messages of a topic, or of all below a branch, in the list of packets. */
export async function showInTraffic(device: Device, url: string, below: boolean): Promise<void> {
  const place = below
    ? `url =~ ${JSON.stringify(`^${escaped(url.replace(/\/$/, ''))}(/|$)`)}`
    : `url == ${JSON.stringify(url)}`;
  wantPane('traffic');
  await showTraffic({ source: 'live', from: null, to: null });
  await applyFilter(`device == ${JSON.stringify(device.name)} && type == PUBLISH && ${place}`);
}

export async function plotNumericFields(deviceId: string, url: string): Promise<void> {
  const result = await bench().topicValue({ id: deviceId, url });
  if (!result.ok) {
    toast({ key: `error.${result.error.code}.title`, tone: 'error' });
    return;
  }
  const paths = numericFields(result.value?.json ? (result.value.text ?? '') : '', MOST_FIELDS + 1);
  const [first, ...others] = paths.slice(0, MOST_FIELDS);
  if (!first) {
    toast({ key: 'subscriptions.noNumericFields', values: { url } });
    return;
  }
  if (paths.length > MOST_FIELDS) toast({ key: 'subscriptions.firstFields', values: { count: MOST_FIELDS } });
  const field = { deviceId, url };
  if (others.length === 0) return addToPlot({ ...field, path: first });
  const added = await bench().addSeries({ field: { ...field, path: first } });
  if (!added.ok) {
    toast({ key: `error.${added.error.code}.title`, tone: 'error' });
    return;
  }
  for (const path of others) await addToPlot({ ...field, path }, added.value.plotId);
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
