import * as v from 'valibot';
import { command, id, index, shortText, urls } from './command.ts';
import { deviceOptions, deviceSecrets } from './device-options.ts';
import type { ChosenPem, Device, DevicesFile, RefusedSubscription, TopicValue } from './devices.ts';

const deviceChanges = { ...v.partial(deviceOptions).entries, ...v.partial(deviceSecrets).entries };
const newDevice = { ...deviceChanges, url: deviceOptions.entries.url };

export const deviceCommands = {
  /**
   * Adds a device and, by default, starts to connect; how that goes is told by events. What is not given is by default.
   * Fails with the `field` that is wrong.
   */
  addDevice: command<Device>()(v.object({ ...newDevice, connect: v.optional(v.boolean()) })),
  /**
   * What is not given stays as it is; an empty secret is forgotten. A connection is made anew where it has to be another
   * one. Fails with the `field` that is wrong, and then nothing has changed.
   */
  editDevice: command<Device>()(v.object({ id, ...deviceChanges })),
  /** A copy behind the device, with its secrets. */
  duplicateDevice: command<Device>()(v.object({ id, name: shortText })),
  /** To a place in the list. */
  moveDevice: command<void>()(v.object({ id, to: index })),
  removeDevice: command<void>()(v.object({ id })),
  /** Undoes `removeDevice`, for one of the last 20. */
  bringBackDevice: command<Device>()(v.object({ id })),
  /**
   * Connects again, with a new password where one is given (an empty one: with none); at once where it waits for the
   * next attempt. The demo vehicle is started first.
   */
  connectDevice: command<Device>()(v.object({ id, passwd: v.optional(shortText) })),
  /** Ends the connection, the attempt, or the wait for the next one. */
  disconnectDevice: command<Device>()(v.object({ id })),
  /** Asks the user for a file; null where none was chosen. Of the file only what was asked for is answered. */
  choosePem: command<ChosenPem | null>()(v.object({ what: v.picklist(['ca', 'cert', 'key']) })),
  /** Asks the user for a file and writes all devices, without secrets. */
  exportDevices: command<DevicesFile | null>()(v.undefined()),
  /** Asks the user for a file and adds its devices. */
  importDevices: command<DevicesFile | null>()(v.undefined()),
  /** Answers the round trip in ms. */
  ping: command<number>()(v.object({ id })),

  /**
   * Starts the demo vehicle where it is not running, and connects to it, subscribed to everything it says. `name` is
   * what it is called in the user's language, "Demo vehicle" by default.
   */
  startDemo: command<Device>()(v.object({ name: v.optional(shortText) })),
  /** Stops a mock; its clients are disconnected. Nothing happens where it is not running. */
  stopMock: command<void>()(v.object({ id })),

  /**
   * While the device is not connected the urls are kept, and subscribed once it is. Answers those that failed, which do not
   * keep the others out; those that were refused are not kept. Fails with `INVALID_URL` and `TOO_MANY`, and then nothing
   * has changed.
   */
  subscribe: command<RefusedSubscription[]>()(v.object({ id, urls })),
  unsubscribe: command<void>()(v.object({ id, urls })),
  /** Null where nothing came on this url; fails with `TOO_MANY` where the value was too large to keep beside the others. */
  topicValue: command<TopicValue | null>()(v.object({ id, url: shortText })),
} as const;
