import type { Handlers } from '../contract.ts';
import type { Demo } from '../demo/demo.ts';
import type { Devices } from './devices.ts';

type DeviceCommand = Extract<keyof Handlers, `${string}Device`> | 'ping' | 'subscribe' | 'unsubscribe' | 'topicValue';

/** The commands of the contract that are about one device. */
export function deviceCommands(devices: Devices, demo: Demo): Pick<Handlers, DeviceCommand> {
  return {
    addDevice: ({ connect = true, ...given }) => {
      const device = devices.add(given);
      if (connect) device.connect();
      return device.describe();
    },
    editDevice: ({ id, ...given }) => {
      const device = devices.get(id);
      device.edit(given);
      return device.describe();
    },
    duplicateDevice: async ({ id, name }) => (await devices.duplicate(id, name)).describe(),
    moveDevice: ({ id, to }) => devices.move(id, to),
    removeDevice: ({ id }) => devices.remove(id),
    bringBackDevice: async ({ id }) => (await devices.bringBack(id)).describe(),

    connectDevice: async ({ id, passwd }) => {
      const { demo: isDemo, name } = devices.get(id);
      const url = isDemo ? await demo.start(name) : undefined;
      // Asked for again: it may have been removed meanwhile.
      const device = devices.get(id);
      device.connect({ passwd, url });
      return device.describe();
    },
    disconnectDevice: async ({ id }) => {
      const device = devices.get(id);
      await device.disconnect();
      return device.describe();
    },
    ping: ({ id }) => devices.get(id).ping(),

    subscribe: ({ id, urls }) => devices.get(id).subscribe(urls),
    unsubscribe: ({ id, urls }) => devices.get(id).unsubscribe(urls),
    topicValue: ({ id, url }) => devices.get(id).topics.value(url),
  };
}
