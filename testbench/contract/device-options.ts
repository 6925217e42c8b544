import * as v from 'valibot';

const text = (characters: number) => v.pipe(v.string(), v.maxLength(characters));
const milliseconds = v.pipe(v.number(), v.finite());
/** A chain of certificates, or the authorities of a system. */
const pem = text(1_048_576);

/**
 * How a device is reached and shown: all that is saved of it but its secrets. Bounded here so that it cannot hurt; what
 * it means is checked by the testbench, which names the field that is wrong.
 */
export const deviceOptions = v.object({
  /** `vsoa://host:port`, or a name that a position server knows, then without a port. */
  url: text(4_096),
  /** Empty: shown as `host:port`. */
  name: text(4_096),
  color: v.picklist(['none', 'blue', 'green', 'violet', 'teal', 'orange', 'pink']),
  /** Connect again whenever the connection ends or cannot be made; else once. */
  keep: v.boolean(),
  /** How a connection is kept; as in `RobotOptions` of core. */
  robot: v.object({
    pingMs: milliseconds,
    reconnectMs: milliseconds,
    lostLimit: v.number(),
    turboMs: milliseconds,
  }),
  connectTimeoutMs: milliseconds,
  /** `host:port, host:port`; empty: those that the system knows. */
  positionServers: text(4_096),
  /** Params are any text or bytes, as the device wants them, and not checked to be JSON. */
  raw: v.boolean(),
  tls: v.object({
    enabled: v.boolean(),
    /** PEM of the authorities to trust; empty: those that Node knows. */
    ca: pem,
    /** Trust those that Node knows beside `ca`. */
    defaultCertificates: v.boolean(),
    /** PEM of the client's certificate; empty: none. Its key is a secret. */
    cert: pem,
    /** Looked for in the server's certificate; empty: the host of the url. */
    hostname: text(4_096),
    verify: v.picklist(['none', 'optional', 'required']),
  }),
});

export type DeviceOptions = v.InferOutput<typeof deviceOptions>;
export type DeviceColor = DeviceOptions['color'];

/** What goes from the window to the bench, and never back. */
export const deviceSecrets = v.object({
  passwd: text(4_096),
  /** PEM of the key of the client's certificate. */
  key: text(65_536),
  /** Of the key. */
  passphrase: text(4_096),
});

export type DeviceSecrets = v.InferOutput<typeof deviceSecrets>;
export type SecretName = keyof DeviceSecrets;

/** The field of a device that an error is about. */
export type DeviceField =
  | 'url'
  | 'positionServers'
  | 'pingMs'
  | 'reconnectMs'
  | 'lostLimit'
  | 'turboMs'
  | 'connectTimeoutMs'
  | 'ca'
  | 'cert'
  | 'key'
  | 'passphrase';
