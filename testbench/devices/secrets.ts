import type { DeviceSecrets, SecretName } from '../contract.ts';

/** Where passwords, passphrases and keys are kept: never in a file of ours in the clear, never told to the window. */
export interface Secrets {
  /** Whether what is set outlives the app; where not, it is kept until the app ends. */
  readonly available: boolean;
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  delete(key: string): void;
}

/** Kept as long as the process lives. */
export function sessionSecrets(): Secrets {
  const values = new Map<string, string>();
  return {
    available: false,
    get: (key) => values.get(key),
    set: (key, value) => void values.set(key, value),
    delete: (key) => void values.delete(key),
  };
}

const NAMES: readonly SecretName[] = ['passwd', 'key', 'passphrase'];

/** The secrets of one device. */
export class SecretsOf {
  readonly #secrets: Secrets;
  readonly #id: string;

  constructor(secrets: Secrets, deviceId: string) {
    this.#secrets = secrets;
    this.#id = deviceId;
  }

  get all(): Partial<DeviceSecrets> {
    return Object.fromEntries(
      NAMES.flatMap((name) => {
        const value = this.get(name);
        return value === undefined ? [] : [[name, value]];
      }),
    );
  }

  get there(): Record<SecretName, boolean> {
    const has = (name: SecretName) => this.get(name) !== undefined;
    return { passwd: has('passwd'), key: has('key'), passphrase: has('passphrase') };
  }

  get(name: SecretName): string | undefined {
    return this.#secrets.get(`${this.#id}.${name}`);
  }

  /** What is undefined stays as it is; what is empty goes. */
  take(given: { [Name in SecretName]?: string | undefined }): void {
    for (const name of NAMES) {
      const value = given[name];
      if (value === undefined || value === (this.get(name) ?? '')) continue;
      if (value === '') this.#secrets.delete(`${this.#id}.${name}`);
      else this.#secrets.set(`${this.#id}.${name}`, value);
    }
  }

  clear(): void {
    this.take({ passwd: '', key: '', passphrase: '' });
  }
}
