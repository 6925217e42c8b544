import { type Answer, type JsonValue, type Request, Status } from '@vsoa-testbench/core';
import { drawCamera } from './camera.ts';
import { INDICATORS, isDoor } from './state.ts';
import { type DemoStreamParts, offerLog, offerTrace, offerUpdate } from './streams.ts';

const MAX_DELAY_MS = 60_000;
const WRONG_ARGUMENT: Answer = { status: Status.ARGUMENTS };

/** What a command may use of the vehicle around it. */
interface DemoVehicleParts extends DemoStreamParts {
  /** Publishes a topic now, since its value was changed. */
  changed: (url: string) => void;
}

type DemoCommand = (request: Request, vehicle: DemoVehicleParts) => Answer | Promise<Answer>;

/** What the demo vehicle can be asked. A wrong argument is answered with status 2, any other url with status 3. */
export const commands: Readonly<Record<string, DemoCommand>> = {
  '/echo': (request) => ({ param: request.paramBytes, data: request.data }),

  '/body/doors': getOrSet(
    ({ state }) => ({ ...state.doors }),
    ({ door, open }, { state, changed }) => {
      if (!isDoor(door) || typeof open !== 'boolean') return false;
      state.doors[door] = open ? 'open' : 'closed';
      changed('/body/doors');
      changed('/adas/warnings');
      return true;
    },
  ),

  '/body/lights': getOrSet(
    ({ state }) => ({ ...state.lights }),
    ({ lowBeam, highBeam, indicator, ...others }, { state, changed }) => {
      const turn = INDICATORS.find((each) => each === indicator);
      const switches = [lowBeam, highBeam].every((each) => each === undefined || typeof each === 'boolean');
      if (!switches || (indicator !== undefined && !turn) || Object.keys(others).length > 0) return false;
      if (typeof lowBeam === 'boolean') state.lights.lowBeam = lowBeam;
      if (typeof highBeam === 'boolean') state.lights.highBeam = highBeam;
      if (turn) state.lights.indicator = turn;
      changed('/body/lights');
      return true;
    },
  ),

  '/climate/set-temperature': getOrSet(
    ({ state }) => ({ celsius: state.targetCelsius }),
    ({ celsius }, { state, changed }) => {
      if (typeof celsius !== 'number' || celsius < 16 || celsius > 28) return false;
      state.targetCelsius = celsius;
      changed('/climate/status');
      return true;
    },
  ),

  '/climate/status': getOnly(({ state }) => state.climate),
  '/powertrain/battery': getOnly(({ state }) => state.battery),
  '/powertrain/speed': getOnly(({ state }) => state.speed),

  '/camera/front': (_request, { state }) => {
    const picture = drawCamera(state);
    return { param: { format: 'png', width: picture.width, height: picture.height }, data: picture.png };
  },

  '/diagnostics/log': (_request, vehicle) => offerLog(vehicle),
  '/diagnostics/trace': (_request, vehicle) => offerTrace(vehicle),
  '/ota/update': (request, vehicle) => (request.method === 'SET' ? offerUpdate(vehicle) : WRONG_ARGUMENT),

  '/diagnostics/slow': async (request, { wait }) => {
    const { delayMs } = objectOf(request.param);
    if (typeof delayMs !== 'number' || delayMs < 0 || delayMs > MAX_DELAY_MS) return WRONG_ARGUMENT;
    await wait(delayMs);
    return { param: { delayedMs: delayMs } };
  },
};

type Read = (vehicle: DemoVehicleParts) => JsonValue;

function getOnly(read: Read): DemoCommand {
  return (request, vehicle) =>
    request.method === 'GET' ? { param: read(vehicle) } : { status: Status.NO_PERMISSIONS };
}

/** SET answers what GET would, after the change; `write` answers false where the argument is wrong. */
function getOrSet(
  read: Read,
  write: (param: Record<string, JsonValue>, vehicle: DemoVehicleParts) => boolean,
): DemoCommand {
  return (request, vehicle) => {
    if (request.method === 'SET' && !write(objectOf(request.param), vehicle)) return WRONG_ARGUMENT;
    return { param: read(vehicle) };
  };
}

function objectOf(param: Request['param']): Record<string, JsonValue> {
  const isObject = typeof param === 'object' && param !== null && !Array.isArray(param) && !Buffer.isBuffer(param);
  return isObject ? param : {};
}
