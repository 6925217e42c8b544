/** What a param says; undefined where it is no JSON. */
export function parseParam(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString()) as unknown;
  } catch {
    return undefined;
  }
}
