import type { ChosenFile, StreamSource } from '../contract.ts';
import type { DeviceSession } from '../devices/session.ts';
import { encodeDraft } from '../drafts/encode.ts';
import { BenchFailure } from '../errors.ts';
import type { KnownValues } from '../requests/known-values.ts';
import { type Lookup, resolvePayload, resolveText } from '../requests/variables.ts';
import type { ChosenFiles } from '../workspace/chosen-files.ts';
import { type Announced, announcedIn } from './announced.ts';

interface Asked {
  device: DeviceSession;
  source: StreamSource & { kind: 'call' };
  /** What will be sent over the stream: `{{$fileName}}` and `{{$fileSize}}` of the call. */
  send: ChosenFile | null;
  files: ChosenFiles;
  variables: KnownValues;
  signal: AbortSignal;
}

/**
 * Asks a device for a stream. Rejects as a call does, as its payload does, with `REFUSED_BY_SERVER` where the status says
 * so, and with `NO_STREAM`.
 */
export async function askForStream(asked: Asked): Promise<{ tunnelId: number; announced: Announced }> {
  const { device, source, files, signal } = asked;
  const { robot, options, host } = device;
  const { method, timeoutMs } = source;
  const values = valuesFor(asked);
  const { raw } = options;
  const url = resolveText(source.url, 'url', values);
  const encoded = await encodeDraft(resolvePayload(source.payload, values, { raw }), files, { raw });
  const reply = await robot.call(url, { ...encoded, method, timeout: timeoutMs, signal });
  if (reply.status !== 0) {
    throw new BenchFailure('REFUSED_BY_SERVER', `${url}: status ${reply.status}, ${reply.statusName}`, { host });
  }
  if (reply.tunnelId === 0) throw new BenchFailure('NO_STREAM', `the answer of ${url} carries no tunnel id`, { host });
  return { tunnelId: reply.tunnelId, announced: announcedIn(reply.paramBytes) };
}

function valuesFor({ variables, send }: Asked): Lookup {
  const others = variables.ofOneRequest();
  return (name) => {
    if (name === '$fileName' && send) return { kind: 'text', text: send.name };
    if (name === '$fileSize' && send) return { kind: 'json', text: String(send.bytes) };
    return others(name);
  };
}
