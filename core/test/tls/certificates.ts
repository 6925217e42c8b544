import { readFileSync } from 'node:fs';

const read = (name: string): Buffer => readFileSync(new URL(`fixtures/${name}`, import.meta.url));
const pair = (name: string): { cert: Buffer; key: Buffer } => ({ cert: read(`${name}.crt`), key: read(`${name}.key`) });

/** The fixtures; fixtures/README.md says what each of them is. */
export const certificates = {
  ca: read('ca.crt'),
  server: pair('server'),
  /** The passphrase is `secret`. */
  encryptedServer: { cert: read('server.crt'), key: read('server-encrypted.key') },
  other: pair('other'),
  client: pair('client'),
  expired: pair('expired'),
  stranger: pair('stranger'),
};
