import { type Client, type ClientTlsOptions, type Clock, Robot, type RobotState, type Tap } from '@vsoa-testbench/core';
import type { BenchError, DeviceOptions, DeviceSecrets, DeviceState } from '../contract.ts';
import { toBenchError } from '../errors.ts';
import { tlsProblemOf } from './tls-problem.ts';

/** The longest that a timer of Node can wait: who connects once sees no packets but their own. */
const NEVER = 2_147_483_647;

export interface ConnectionOptions {
  device: DeviceOptions;
  secrets: Partial<DeviceSecrets>;
  /** Name of the connection in the traffic. */
  label: string;
  tap: Tap;
  clock: Clock;
  /** `state` has changed. */
  onState: () => void;
}

/**
 * From the moment the user asks for a connection until it has ended for good. Connecting once is a robot that is stopped
 * instead of waiting for a second attempt; so there is one way through all of it.
 */
export class Connection {
  readonly robot: Robot;
  readonly #options: ConnectionOptions;
  #state: DeviceState;
  /** The last attempt got through TLS, or had none. */
  #secured = false;
  #left = false;

  constructor(options: ConnectionOptions) {
    const { device, secrets, label, tap, clock } = options;
    this.#options = options;
    this.#state = { name: 'disconnected', since: clock.time(), reason: null };
    this.robot = new Robot(device.url, {
      tap,
      clock,
      label,
      raw: true,
      passwd: secrets.passwd,
      tls: tlsOptions(device, secrets),
      connectTimeout: device.connectTimeoutMs,
      reconnectDelay: device.robot.reconnectMs,
      pingInterval: device.keep ? device.robot.pingMs : NEVER,
      lostLimit: device.robot.lostLimit,
      turbo: device.robot.turboMs,
      ...(device.positionServers !== '' && { position: { servers: device.positionServers } }),
    });
    this.robot.on('state', (state) => this.#follow(state));
    // Of subscriptions, which say themselves which of them failed.
    this.robot.on('error', () => options.onState());
    this.robot.client.on('state', (step) => {
      if (step === 'resolving') this.#secured = false;
      if (step === 'handshaking') this.#secured = true;
      if (this.#state.name !== 'connecting' || step === this.#state.step) return;
      if (step === 'resolving' || step === 'connecting' || step === 'handshaking')
        this.#become({ ...this.#state, step });
    });
  }

  get state(): DeviceState {
    return this.#state;
  }

  /** Where it is connected. */
  get client(): Client | undefined {
    return this.#state.name === 'connected' ? this.robot.client : undefined;
  }

  start(): void {
    this.robot.start();
  }

  /** Ends it, whatever it does; nothing is told any more. Resolves when its sockets are closed. */
  stop(): Promise<void> {
    this.#left = true;
    return this.robot.stop();
  }

  #follow(state: RobotState): void {
    const { device } = this.#options;
    switch (state.name) {
      case 'connecting': {
        const { since, attempt, reason } = state;
        const timeoutMs = device.connectTimeoutMs;
        const why = reason === undefined ? null : this.#explain(reason);
        this.#become({ name: 'connecting', since, step: 'resolving', timeoutMs, attempt, reason: why });
        break;
      }
      case 'connected':
        this.#become({ name: 'connected', since: state.since, lostPings: state.lostPings });
        break;
      case 'waiting':
        this.#wait(state);
        break;
      case 'stopped':
        break;
    }
  }

  /** A password that was wrong is not sent again until somebody has looked at it: servers may lock who tries for ever. */
  #wait({ since, until, attempt, reason }: RobotState & { name: 'waiting' }): void {
    const why = this.#explain(reason);
    if (this.#options.device.keep && why.code !== 'INVALID_PASSWORD') {
      this.#become({ name: 'waiting', since, until, attempt, reason: why });
      return;
    }
    void this.robot.stop();
    this.#become({ name: 'disconnected', since, reason: why });
  }

  #explain(reason: Error): BenchError {
    const error = toBenchError(reason);
    const secure = this.#options.device.tls.enabled;
    const tls = tlsProblemOf({ code: error.code, cause: reason.cause }, { secure, secured: this.#secured });
    return { ...error, host: error.host ?? hostOf(this.#options.device.url), ...(tls && { tls }) };
  }

  #become(state: DeviceState): void {
    if (this.#left) return;
    this.#state = state;
    this.#options.onState();
  }
}

/** `host:port` of a url, or the name where it has no port. */
export function hostOf(url: string): string {
  return url.replace(/^vsoa:\/\//i, '').replace(/\/.*$/, '');
}

function tlsOptions({ tls }: DeviceOptions, { key, passphrase }: Partial<DeviceSecrets>): ClientTlsOptions | undefined {
  if (!tls.enabled) return undefined;
  const { ca, cert, hostname, verify, defaultCertificates } = tls;
  return {
    verify,
    ...(ca !== '' && { ca, defaultCertificates }),
    ...(cert !== '' && { cert, key, passphrase }),
    ...(hostname !== '' && { hostname }),
  };
}
