import { PositionServer, Server, type ServerOptions, type StartOptions } from '@vsoa-testbench/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { certificates } from '../../../core/test/tls/certificates.ts';
import type { Device, DeviceState } from '../../contract.ts';
import { toBenchError } from '../../errors.ts';
import { closedPort, strangePeer, Watched } from '../bench-harness.ts';

const ca = certificates.ca.toString();
const tls = { enabled: true, ca, defaultCertificates: false, cert: '', hostname: '', verify: 'required' } as const;
const robot = { pingMs: 50, reconnectMs: 20, lostLimit: 1, turboMs: 0 };

async function started(options: ServerOptions = {}, at: Partial<StartOptions> = {}) {
  const server = new Server(options);
  server.on('tlsError', () => undefined);
  await server.start({ host: '127.0.0.1', port: 0, ...at });
  onTestFinished(() => server.close());
  const port = server.address?.port ?? 0;
  return { server, port, url: `vsoa://127.0.0.1:${port}` };
}

type Named<Name extends DeviceState['name']> = Device & { state: DeviceState & { name: Name } };

/** Waits for a state of the device that `is` likes. */
function until<Name extends DeviceState['name']>(
  watched: Watched,
  id: string,
  name: Name,
  is: (device: Named<Name>) => boolean = () => true,
): Promise<Named<Name>> {
  return watched.until(() => {
    const device = watched.devices.find((each) => each.id === id);
    return device?.state.name === name && is(device as Named<Name>) ? (device as Named<Name>) : undefined;
  });
}

describe('a device that is kept connected', () => {
  it('comes back with its subscriptions when its server does, and says until when it waits and why', async () => {
    const watched = new Watched();
    const first = await started();
    const { id } = await watched.handlers.addDevice({
      url: first.url,
      keep: true,
      robot: { ...robot, reconnectMs: 60 },
    });
    await until(watched, id, 'connected');
    await watched.handlers.subscribe({ id, urls: ['/speed'] });
    await first.server.close();
    const { state } = await until(watched, id, 'waiting', (device) => device.state.attempt > 0);
    expect(state).toMatchObject({ reason: { code: 'UNREACHABLE', host: `127.0.0.1:${first.port}` } });
    expect(state.until - state.since).toBe(60);
    const second = await started({}, { port: first.port });
    await until(watched, id, 'connected');
    await watched.handlers.ping({ id });
    second.server.publish('/speed', { param: { kmh: 5 } });
    expect(await watched.topic('/speed')).toMatchObject({ preview: '{"kmh":5}' });
  });

  it('remembers the round trips of its pings, at most 60', async () => {
    const watched = new Watched();
    const { url } = await started();
    const { id } = await watched.handlers.addDevice({ url, keep: true, robot });
    const device = await until(watched, id, 'connected', ({ roundTrips }) => roundTrips.length > 2);
    expect(device.roundTrips.every((ms) => ms >= 0 && ms < 5_000)).toBe(true);
    for (let n = 0; n < 70; n++) await watched.handlers.ping({ id });
    await watched.until(() => watched.device(id).roundTrips.length === 60);
    expect(watched.device(id).rttMs).toBe(watched.device(id).roundTrips.at(-1));
  });

  it('tries at once where the user does not want to wait', async () => {
    const watched = new Watched();
    const url = await closedPort();
    const { id } = await watched.handlers.addDevice({ url, keep: true, robot: { ...robot, reconnectMs: 3_600_000 } });
    await until(watched, id, 'waiting');
    await started({}, { port: Number(url.split(':').at(-1)) });
    await watched.handlers.connectDevice({ id });
    expect((await until(watched, id, 'connected')).state.lostPings).toBe(0);
  });

  it('can be stopped while it waits', async () => {
    const watched = new Watched();
    const { id } = await watched.handlers.addDevice({ url: await closedPort(), keep: true, robot });
    await until(watched, id, 'waiting');
    await watched.handlers.disconnectDevice({ id });
    expect((await until(watched, id, 'disconnected')).state.reason).toBeNull();
  });

  it('does not send a wrong password again, and connects with the right one', async () => {
    const watched = new Watched();
    const { url } = await started({ passwd: 'right' });
    const { id } = await watched.handlers.addDevice({ url, passwd: 'wrong', keep: true, robot });
    expect((await until(watched, id, 'disconnected')).state.reason).toMatchObject({ code: 'INVALID_PASSWORD' });
    await watched.handlers.connectDevice({ id, passwd: 'right' });
    await until(watched, id, 'connected');
  });
});

describe('a device with TLS', () => {
  it('is connected, and shows the certificate of its server', async () => {
    const watched = new Watched();
    const { url } = await started({}, { tls: certificates.server });
    const { id } = await watched.handlers.addDevice({ url, tls });
    const { certificate } = await until(watched, id, 'connected');
    expect(certificate).toMatchObject({ problem: null, altNames: expect.arrayContaining(['DNS:localhost']) });
    expect(certificate?.pem.replaceAll('\n', '')).toBe(certificates.server.cert.toString().replaceAll('\n', ''));
    await watched.handlers.disconnectDevice({ id });
    expect((await until(watched, id, 'disconnected')).certificate).toBeNull();
  });

  it('shows its own certificate, with a key and passphrase that are never told', async () => {
    const watched = new Watched();
    const { cert, key } = certificates.encryptedServer;
    const { url } = await started({}, { tls: { ...certificates.server, ca: certificates.ca, verify: 'required' } });
    const own = { url, tls: { ...tls, cert: cert.toString() }, key: key.toString() };
    const refused = toBenchError(await failure(() => watched.handlers.addDevice({ ...own, passphrase: 'no' })));
    expect(refused).toMatchObject({ code: 'INVALID_ARGUMENT', field: 'passphrase' });
    const { id } = await watched.handlers.addDevice({ ...own, passphrase: 'secret' });
    const device = await until(watched, id, 'connected');
    expect(device.secrets).toEqual({ passwd: false, key: true, passphrase: true });
    expect(JSON.stringify(watched.batches)).not.toContain('PRIVATE KEY');
  });

  it.each([
    ['of an authority that is not trusted', certificates.stranger, {}, 'UNKNOWN_AUTHORITY'],
    ['that has expired', certificates.expired, {}, 'EXPIRED'],
    ['of another name', certificates.other, {}, 'OTHER_NAME'],
    ['where another name is wanted', certificates.server, { hostname: 'ecu.test' }, 'OTHER_NAME'],
  ])('names a certificate %s', async (_, identity, change, problem) => {
    const watched = new Watched();
    const { url } = await started({}, { tls: identity });
    const { id } = await watched.handlers.addDevice({ url, tls: { ...tls, ...change } });
    const { state } = await until(watched, id, 'disconnected', (device) => device.state.reason !== null);
    expect(state.reason).toMatchObject({ code: 'TLS_HANDSHAKE_FAILED', tls: problem });
    await watched.handlers.editDevice({ id, tls: { ...tls, ...change, verify: 'optional' } });
    await watched.handlers.connectDevice({ id });
    expect((await until(watched, id, 'connected')).certificate?.problem).toBe(problem);
  });

  it('says that its server wants a certificate of us', async () => {
    const watched = new Watched();
    const { url } = await started({}, { tls: { ...certificates.server, ca: certificates.ca, verify: 'required' } });
    const { id } = await watched.handlers.addDevice({ url, tls });
    const { state } = await until(watched, id, 'disconnected', (device) => device.state.reason !== null);
    expect(state.reason).toMatchObject({ code: 'TLS_HANDSHAKE_FAILED', tls: 'OUR_CERTIFICATE' });
  });

  it('says that only one of the two speaks TLS', async () => {
    const watched = new Watched();
    const plain = await started();
    const secure = await started({}, { tls: certificates.server });
    const withTls = await watched.handlers.addDevice({ url: plain.url, tls });
    const without = await watched.handlers.addDevice({ url: secure.url });
    const reason = async (id: string) =>
      (await until(watched, id, 'disconnected', (device) => device.state.reason !== null)).state.reason;
    expect(await reason(withTls.id)).toMatchObject({ tls: 'NO_TLS' });
    expect(await reason(without.id)).toMatchObject({ tls: 'WANTS_TLS' });
  });
});

describe('a device with position servers', () => {
  it('is found by its name there, and said to be unknown where it is not', async () => {
    const watched = new Watched();
    const { port } = await started({ info: 'climate' });
    const positions = new PositionServer({ table: [{ name: 'climate', host: '127.0.0.1', port }] });
    await positions.start({ host: '127.0.0.1', port: 0 });
    onTestFinished(() => positions.close());
    const positionServers = `127.0.0.1:${positions.address?.port}`;
    const known = await watched.handlers.addDevice({ url: 'vsoa://climate', positionServers });
    expect((await until(watched, known.id, 'connected')).serverInfo).toBe('"climate"');
    const unknown = await watched.handlers.addDevice({ url: 'vsoa://heating', positionServers });
    const { state } = await until(watched, unknown.id, 'disconnected', (device) => device.state.reason !== null);
    expect(state.reason).toMatchObject({ code: 'SERVER_NOT_FOUND', host: 'heating' });
  });
});

describe('editing a device', () => {
  it('changes its looks without touching the connection, and connects anew for the rest', async () => {
    const watched = new Watched();
    const first = await started();
    const second = await started({ info: 'second' });
    const { id } = await watched.handlers.addDevice({ url: first.url });
    const { since } = (await until(watched, id, 'connected')).state;
    await watched.handlers.editDevice({ id, name: ' Gateway ', color: 'teal', raw: true });
    expect(watched.device(id).state).toMatchObject({ name: 'connected', since });
    await watched.handlers.editDevice({ id, url: second.url });
    const device = await until(watched, id, 'connected', ({ serverInfo }) => serverInfo === '"second"');
    expect(device).toMatchObject({ name: 'Gateway', url: second.url, options: { color: 'teal' } });
  });

  it.each([
    ['url', { url: 'http://x' }],
    ['url', { url: 'vsoa://127.0.0.1' }],
    ['positionServers', { positionServers: '127.0.0.1:54, not a server' }],
    ['pingMs', { robot: { ...robot, pingMs: 49 } }],
    ['turboMs', { robot: { ...robot, turboMs: 51 } }],
    ['connectTimeoutMs', { connectTimeoutMs: 0 }],
    ['ca', { tls: { ...tls, ca: 'nonsense' } }],
    ['cert', { tls: { ...tls, cert: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' } }],
    ['key', { tls: { ...tls, cert: certificates.client.cert.toString() } }],
    ['key', { tls: { ...tls, cert: certificates.client.cert.toString() }, key: certificates.other.key.toString() }],
    ['cert', { tls, key: certificates.client.key.toString() }],
  ])('names the field that is wrong, and changes nothing: %s', async (field, change) => {
    const watched = new Watched();
    const { id, options, secrets } = await watched.handlers.addDevice({ url: 'vsoa://127.0.0.1:9', connect: false });
    const error = toBenchError(await failure(() => watched.handlers.editDevice({ id, ...change })));
    expect(error).toMatchObject({ field });
    const [device] = (await watched.handlers.snapshot(undefined)).devices;
    expect(device).toMatchObject({ options, secrets, state: { name: 'disconnected', reason: null } });
  });

  it('takes no key along with a certificate, and forgets a secret that is emptied', async () => {
    const watched = new Watched();
    const { cert, key } = certificates.client;
    const both = `${key.toString()}${cert.toString()}`;
    const { id } = await watched.handlers.addDevice({
      url: 'vsoa://127.0.0.1:9',
      connect: false,
      passwd: 'x',
      tls: { ...tls, ca: both, cert: both },
      key: both,
    });
    const told = JSON.stringify((await watched.handlers.snapshot(undefined)).devices);
    expect(told).toContain('BEGIN CERTIFICATE');
    expect(told).not.toContain('PRIVATE KEY');
    const edited = await watched.handlers.editDevice({ id, passwd: '' });
    expect(edited.secrets).toEqual({ passwd: false, key: true, passphrase: false });
  });

  it('does not leave a silent peer behind', async () => {
    const watched = new Watched();
    const { promise: silentIsClosed, resolve: closed } = promised();
    const url = await strangePeer((socket) => socket.on('close', closed).resume());
    const { id } = await watched.handlers.addDevice({ url });
    await until(watched, id, 'connecting', ({ state }) => state.step === 'handshaking');
    await watched.handlers.editDevice({ id, url: (await started()).url });
    expect((await until(watched, id, 'connected')).url).not.toBe(url);
    await silentIsClosed;
  });
});

function promised(): { promise: Promise<void>; resolve: () => void } {
  let settle: (() => void) | undefined;
  const promise = new Promise<void>((resolve) => {
    settle = resolve;
  });
  return { promise, resolve: () => settle?.() };
}

async function failure(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}
