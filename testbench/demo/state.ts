const DOORS = ['frontLeft', 'frontRight', 'rearLeft', 'rearRight', 'tailgate'] as const;
export const INDICATORS = ['off', 'left', 'right', 'hazard'] as const;

export type Door = (typeof DOORS)[number];
export type Indicator = (typeof INDICATORS)[number];

const OUTSIDE_CELSIUS = 31;
const CAPACITY_KWH = 77;
const LANE_METERS = 3.6;

/**
 * An electric car on an endless round of town and country road. Everything is computed from the time that has passed
 * and from what was set, so that the values fit each other: driving fast empties the battery and turns the motor.
 */
export class VehicleState {
  readonly doors: Record<Door, 'open' | 'closed'> = {
    frontLeft: 'closed',
    frontRight: 'closed',
    rearLeft: 'closed',
    rearRight: 'closed',
    tailgate: 'closed',
  };
  readonly lights = { lowBeam: true, highBeam: false, indicator: 'off' as Indicator };
  targetCelsius = 21;
  cabinCelsius = 27;
  speedKmh = 0;
  batteryPercent = 82;
  odometerKm = 12_407.3;
  #acceleration = 0;
  #seconds = 0;

  /** Lets `ms` pass. */
  advance(ms: number): void {
    const seconds = ms / 1_000;
    if (seconds <= 0) return;
    this.#seconds += seconds;
    const wanted = Math.max(0, 62 + 45 * Math.sin(this.#seconds / 23) + 18 * Math.sin(this.#seconds / 7.1));
    const change = Math.max(-9, Math.min(7, wanted - this.speedKmh)) * (1 - Math.exp(-seconds));
    this.speedKmh += change;
    this.#acceleration = change / 3.6 / seconds;
    this.odometerKm += (this.speedKmh * seconds) / 3_600;
    this.batteryPercent -= ((this.#powerKw * seconds) / 3_600 / CAPACITY_KWH) * 100;
    if (this.batteryPercent < 15) this.batteryPercent = 82;
    const fresh = OUTSIDE_CELSIUS - this.cabinCelsius;
    const cooled = this.targetCelsius - this.cabinCelsius;
    this.cabinCelsius += (cooled * 0.05 + (this.anyDoorOpen ? fresh * 0.03 : 0)) * Math.min(1, seconds);
  }

  get anyDoorOpen(): boolean {
    return DOORS.some((door) => this.doors[door] === 'open');
  }

  get climate() {
    const distance = Math.abs(this.cabinCelsius - this.targetCelsius);
    return {
      targetCelsius: this.targetCelsius,
      cabinCelsius: round(this.cabinCelsius, 2),
      outsideCelsius: OUTSIDE_CELSIUS,
      fan: Math.min(7, Math.ceil(distance * 1.5)),
      mode: this.cabinCelsius > this.targetCelsius ? 'cooling' : 'heating',
    };
  }

  get battery() {
    return {
      percent: round(this.batteryPercent, 2),
      rangeKm: Math.round((this.batteryPercent / 100) * CAPACITY_KWH * 5.8),
      powerKw: round(this.#powerKw, 1),
      volts: round(355 + this.batteryPercent * 0.45 - this.#powerKw * 0.2, 1),
      celsius: round(28 + Math.abs(this.#powerKw) * 0.08, 1),
    };
  }

  get motor() {
    const rpm = this.speedKmh * 96;
    return {
      rpm: Math.round(rpm),
      torqueNm: Math.round((this.#powerKw * 9_549) / Math.max(rpm, 400)),
      celsius: round(44 + Math.abs(this.#powerKw) * 0.2, 1),
    };
  }

  get speed() {
    return {
      kmh: round(this.speedKmh, 2),
      accelerationMs2: round(this.#acceleration, 3),
      gear: this.speedKmh < 0.5 ? 'P' : 'D',
      odometerKm: round(this.odometerKm, 3),
    };
  }

  get wheels() {
    const slip = 0.15 * Math.sin(this.#seconds * 3);
    return {
      frontLeft: wheelRpm(this.speedKmh + slip),
      frontRight: wheelRpm(this.speedKmh - slip),
      rearLeft: wheelRpm(this.speedKmh),
      rearRight: wheelRpm(this.speedKmh),
    };
  }

  get objects() {
    const at = this.#seconds;
    return [
      {
        id: 1,
        kind: 'car',
        x: round(38 + 14 * Math.sin(at / 5), 2),
        y: 0,
        relativeKmh: round(10 * Math.cos(at / 5), 1),
      },
      { id: 2, kind: 'truck', x: round(70 - ((at * 6) % 90), 2), y: LANE_METERS, relativeKmh: -22 },
      { id: 3, kind: 'pedestrian', x: 24, y: round(-6 + Math.sin(at / 3), 2), relativeKmh: round(-this.speedKmh, 1) },
    ];
  }

  get lane() {
    return {
      offsetM: round(this.laneOffset, 3),
      curvature: round(0.002 * Math.sin(this.#seconds / 11), 5),
      kept: true,
    };
  }

  get laneOffset(): number {
    return 0.25 * Math.sin(this.#seconds / 2.3);
  }

  get warnings() {
    const open = DOORS.filter((door) => this.doors[door] === 'open').map((door) => `door open: ${door}`);
    return [...open, ...(this.speedKmh > 110 ? ['over the speed limit'] : [])];
  }

  /** Auxiliaries, air drag and acceleration of two tons; negative while the motor brakes. */
  get #powerKw(): number {
    const meters = this.speedKmh / 3.6;
    return 0.9 + 0.00042 * meters ** 3 + 0.18 * meters + (2_000 * this.#acceleration * meters) / 1_000;
  }
}

export function isDoor(name: unknown): name is Door {
  return DOORS.some((door) => door === name);
}

/** A wheel of 2.1 m around. */
function wheelRpm(kmh: number): number {
  return round((kmh / 3.6 / 2.1) * 60, 1);
}

function round(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}
