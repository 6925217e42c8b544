import type { PayloadDraft, RequestDraft } from '../../contract.ts';
import { type Encoded, encodeData, encodeDraft, encodeParam } from '../../drafts/encode.ts';
import { type KnownValues, withoutSecrets } from '../../requests/known-values.ts';
import { type Lookup, resolve } from '../../requests/variables.ts';
import type { ChosenFiles } from '../../workspace/chosen-files.ts';

/** What one call is made of. */
interface PreparedCall extends Encoded {
  url: string;
}

/** A draft that can be sent, as often as it is wanted. */
export interface Prepared {
  /** As the first is sent, with dots in place of secrets. */
  shown: { url: string; payload: PayloadDraft };
  /** The secrets in it. */
  secrets: string[];
  /** Variables such as `$counter` have another value each time. Throws as `resolve` and `encodeDraft` do. */
  next: () => PreparedCall;
}

/** Rejects as `resolve` and `encodeDraft` do, with the `part` that is wrong. A file is read once. */
export async function prepare(
  draft: RequestDraft,
  { variables, files, raw }: { variables: KnownValues; files: ChosenFiles; raw: boolean },
): Promise<Prepared> {
  const secrets = new Set<string>();
  const values = noting(variables.ofOneRequest(), secrets);
  const first = resolve(draft, values, { raw });
  const shown = resolve(draft, withoutSecrets(values), { raw });
  const encoded = await encodeDraft(first.payload, files, { raw });
  const firstCall: PreparedCall = { url: first.url.trim(), ...encoded };
  const about = { shown: { url: shown.url.trim(), payload: shown.payload }, secrets: [...secrets] };
  let isFirst = true;
  const next = (): PreparedCall => {
    const { url, payload } = resolve(draft, variables.ofOneRequest(), { raw });
    const data = payload.data.kind === 'file' ? encoded.data : encodeData(payload.data);
    return { url: url.trim(), param: encodeParam(payload.param, { raw }), data };
  };
  if (!changesEachTime(draft)) return { ...about, next: () => firstCall };
  return {
    ...about,
    next: () => {
      if (!isFirst) return next();
      isFirst = false;
      return firstCall;
    },
  };
}

function changesEachTime({ url, payload }: RequestDraft): boolean {
  const texts = [url, payload.param, payload.data.kind === 'file' ? '' : payload.data.text];
  return texts.some((text) => /\{\{[ \t]*\$/.test(text));
}

function noting(values: Lookup, secrets: Set<string>): Lookup {
  return (name) => {
    const value = values(name);
    if (value?.secret === true && value.text !== '') secrets.add(value.text);
    return value;
  };
}
