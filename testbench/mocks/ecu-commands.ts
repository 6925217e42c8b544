import type { JsonValue } from '@vsoa-testbench/core';
import * as v from 'valibot';
import { LineCounter, parseDocument } from 'yaml';
import type { Handlers, PayloadDraft } from '../contract.ts';
import { encodeDraft } from '../drafts/encode.ts';
import { BenchFailure } from '../errors.ts';
import { compactJson } from '../json.ts';
import type { PartOptions } from '../part.ts';
import { resolvePayload, resolveText } from '../requests/variables.ts';
import { type FaultSpec, faultSpec } from '../scenario/file/schema.ts';
import type { EcuClient, RunningEcu, RunningScenario } from '../scenario/types.ts';
import { revisionOf } from './scenario-files.ts';
import { ecuOf, stateText } from './views.ts';

type Command =
  | 'readMockEcu'
  | 'readMockState'
  | 'setMockState'
  | 'publishByMock'
  | 'datagramByMock'
  | 'kickMockClient'
  | 'setMockAuthed'
  | 'switchMockFault'
  | 'addMockFault'
  | 'changeMockFault'
  | 'lastMockRequest';

/** What is done with one ECU that runs. `runningOf` throws `NO_SUCH_SCENARIO`, `NOT_RUNNING`. */
export function ecuCommands(
  options: Pick<PartOptions, 'files' | 'variables'>,
  runningOf: (id: string) => RunningScenario,
): Pick<Handlers, Command> {
  const find = ({ id, ecu }: { id: string; ecu: string }): RunningEcu => {
    const found = runningOf(id).ecus.find(({ name }) => name === ecu);
    if (!found) throw new BenchFailure('NO_SUCH_ECU', `there is no ECU ${ecu}`, { subject: ecu });
    return found;
  };
  const ready = async (url: string, draft: PayloadDraft) => {
    const values = options.variables.ofOneRequest();
    const payload = resolvePayload(draft, values);
    return {
      to: resolveText(url.trim(), 'url', values),
      ...(await encodeDraft(payload, options.files, { raw: false })),
    };
  };
  return {
    readMockEcu: (at) => ecuOf(find(at)),
    readMockState: (at) => {
      const text = stateText(find(at));
      return { text, revision: revisionOf(text) };
    },
    setMockState: ({ text, how, ...at }) => {
      const ecu = find(at);
      const value = jsonOf(text);
      if (how === 'patch') ecu.patchState(value);
      else if (isObject(value)) ecu.replaceState(value);
      else throw new BenchFailure('INVALID_PARAM', 'the state is an object', { part: 'param', position: 0 });
    },
    publishByMock: async ({ url, payload, quick, ...at }) => {
      if (payload === null) return find(at).publish(url.trim());
      const { to, param, data } = await ready(url, payload);
      return find(at).publish(to, { param, data, quick });
    },
    datagramByMock: async ({ url, payload, quick, client, ...at }) => {
      const { to, param, data } = await ready(url, payload);
      const ecu = find(at);
      clientOf(ecu, client);
      return ecu.datagram(client, to, { param, data, quick });
    },
    kickMockClient: ({ client, how, ...at }) => {
      const ecu = find(at);
      clientOf(ecu, client);
      ecu.kick(client, how);
    },
    setMockAuthed: ({ client, authed, ...at }) => {
      const ecu = find(at);
      clientOf(ecu, client);
      ecu.setAuthed(client, authed);
    },
    switchMockFault: ({ fault, enabled, ...at }) => {
      withFault(find(at), fault).switchFault(fault, enabled);
    },
    addMockFault: ({ text, ...at }) => {
      find(at).addFault(faultOf(text));
    },
    changeMockFault: ({ fault, text, ...at }) => {
      withFault(find(at), fault).changeFault(fault, faultOf(text));
    },
    lastMockRequest: ({ command, ...at }) => {
      const param = find(at).commands[command]?.last?.param;
      return param === undefined ? null : JSON.stringify(param, null, 2);
    },
  };
}

function withFault(ecu: RunningEcu, fault: number): RunningEcu {
  if (!ecu.faults[fault]) throw new BenchFailure('INVALID_FAULT', `there is no fault ${fault}`);
  return ecu;
}

function clientOf(ecu: RunningEcu, id: number): EcuClient {
  const found = ecu.clients.find((client) => client.id === id);
  if (!found) throw new BenchFailure('NO_SUCH_CLIENT', `client ${id} is not connected`);
  return found;
}

function jsonOf(text: string): JsonValue {
  return JSON.parse(compactJson(text)) as JsonValue;
}

const isObject = (value: JsonValue): value is { [key: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** As it stands in a file. Throws `INVALID_FAULT` with the place. */
function faultOf(text: string): FaultSpec {
  const document = parseDocument(text, { lineCounter: new LineCounter(), prettyErrors: false });
  const [error] = document.errors;
  if (error) throw new BenchFailure('INVALID_FAULT', error.message, { position: error.pos[0] });
  const read: unknown = document.toJS({ maxAliasCount: 10 });
  const found = v.safeParse(faultSpec, Array.isArray(read) && read.length === 1 ? read[0] : read);
  if (found.success) return found.output;
  const [issue] = found.issues;
  const keys = (issue.path ?? []).map((item) => String(item.key)).join('.');
  throw new BenchFailure('INVALID_FAULT', keys === '' ? issue.message : `${keys}: ${issue.message}`);
}
