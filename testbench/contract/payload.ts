import * as v from 'valibot';
import { payloadText } from './command.ts';
import { chosenFile } from './files.ts';

/** Data as the user writes it. */
const dataDraft = v.variant('kind', [
  /** UTF-8; empty: no data. */
  v.object({ kind: v.literal('text'), text: payloadText }),
  /** `00 ff`, `0x00ff`; empty: no data. Fails with `INVALID_ARGUMENT` and the position of what is no hex. */
  v.object({ kind: v.literal('hex'), text: payloadText }),
  /** The whole content of a file. Fails with `FILE_UNREADABLE`, `PACKET_TOO_LARGE`. */
  v.object({ kind: v.literal('file'), file: chosenFile }),
]);

/** A payload as the user writes it; `{{variables}}` in it are replaced when it is sent. */
export const payloadDraft = v.object({
  /** JSON text (spaces between its tokens are not sent), for a raw device any text; empty: none. */
  param: payloadText,
  data: dataDraft,
});

export type DataDraft = v.InferOutput<typeof dataDraft>;
export type PayloadDraft = v.InferOutput<typeof payloadDraft>;

/** The part of a request that an error is about. */
export type RequestPart = 'url' | 'param' | 'data';
