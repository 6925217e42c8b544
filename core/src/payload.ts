export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** What goes out in a packet beside its url. */
export interface Payload {
  /** Sent as JSON text; a `Uint8Array` is sent as it is; absent: length 0. */
  param?: JsonValue | Uint8Array | undefined;
  data?: Uint8Array | undefined;
}
