import path from 'node:path';
import type { FileDialogs } from '../capture/dialogs.ts';
import { fileFailure } from '../capture/failures.ts';
import type { ChosenPem, DevicesFile } from '../contract.ts';
import { BenchFailure } from '../errors.ts';
import { readText } from '../read-text.ts';
import { replaceFile } from '../workspace/atomic-file.ts';
import { deviceFormat, type SavedDevice } from '../workspace/device-format.ts';
import type { Devices } from './devices.ts';
import { certificatesIn, keyIn } from './pem.ts';

const MAX_PEM = 1_048_576;
const MAX_DEVICES_FILE = 67_108_864;

/** Devices and certificates from and to files that the user chooses; each answers null where none was chosen. */
export class DeviceFiles {
  readonly #dialogs: FileDialogs;
  readonly #devices: Devices;

  constructor(dialogs: FileDialogs, devices: Devices) {
    this.#dialogs = dialogs;
    this.#devices = devices;
  }

  /** Of a file only what was asked for; a key beside a certificate stays where it is. */
  async choosePem(what: 'ca' | 'cert' | 'key'): Promise<ChosenPem | null> {
    const file = await this.#dialogs.chooseOpen('pem');
    if (file === null) return null;
    const text = await readText(file, MAX_PEM);
    return { name: path.basename(file), pem: what === 'key' ? keyIn(text) : certificatesIn(text, what) };
  }

  /** Without secrets, and without the demo vehicle. */
  async export(): Promise<DevicesFile | null> {
    const devices = this.#devices.saved;
    const file = await this.#dialogs.chooseSave({ name: 'devices', extension: 'json' });
    if (file === null) return null;
    try {
      await replaceFile(file, deviceFormat.write(devices));
    } catch (error) {
      throw fileFailure(error, 'FILE_UNWRITABLE');
    }
    return { name: path.basename(file), devices: devices.length, leftOut: 0 };
  }

  /** Adds the devices of a file, by default one that the user is asked for, to those there are, as new ones, not connected. */
  async import(dropped?: string): Promise<DevicesFile | null> {
    const file = dropped ?? (await this.#dialogs.chooseOpen('json'));
    if (file === null) return null;
    const name = path.basename(file);
    const found = deviceFormat.read(await readText(file, MAX_DEVICES_FILE));
    if (found === null) throw new BenchFailure('NOT_DEVICES', `${name} is no file of devices`);
    const added = this.#devices.restore(found.value.map(asNew));
    return { name, devices: added, leftOut: found.value.length + found.strange - added };
  }
}

function asNew(device: SavedDevice): SavedDevice {
  return { ...device, id: undefined };
}
