import * as v from 'valibot';

// What the commands of the contract are made of.

export const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
/** Checked for meaning by the testbench; here only that it cannot hurt. */
export const shortText = v.pipe(v.string(), v.maxLength(4_096));
/** Four packets' worth: spaces that are not sent may fill it, and core names the limit of a packet to whoever passes it. */
const MAX_PAYLOAD = 1_048_576;
export const payloadText = v.pipe(v.string(), v.maxLength(MAX_PAYLOAD));
export const payloadBytes = v.pipe(
  v.instance(Uint8Array),
  v.check((bytes) => bytes.length <= MAX_PAYLOAD, `at most ${MAX_PAYLOAD} bytes`),
);
/** At least one. */
export const urls = v.pipe(v.array(shortText), v.minLength(1), v.maxLength(1_000));
/** Epoch ms, within what a Date can hold. */
export const time = v.pipe(v.number(), v.minValue(-8.64e15), v.maxValue(8.64e15));
export const index = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const milliseconds = v.pipe(v.number(), v.finite(), v.minValue(1), v.maxValue(3_600_000));

/** A command of the contract: the schema of its request, and the type of what it answers. */
export function command<Answered>() {
  return <Schema extends v.GenericSchema>(request: Schema) => ({ request }) as unknown as Command<Schema, Answered>;
}

interface Command<Schema extends v.GenericSchema, Answered> {
  request: Schema;
  /** There for its type only; no value is behind it. */
  response: Answered;
}
