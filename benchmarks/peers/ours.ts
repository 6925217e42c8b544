import {
  Client,
  encodePacket,
  PacketType,
  Server,
  systemClock,
  type Tap,
  type TapConnection,
} from '@vsoa-testbench/core';
import { Traffic } from '../../testbench/traffic/traffic.ts';
import {
  CALL_URL,
  type CallOptions,
  type ListenOptions,
  nextParam,
  PUBLISH_PARAM,
  PUBLISH_URL,
  type PublishOptions,
  RPC_PARAM,
} from '../load.ts';
import { Meter, type Rates } from '../meter.ts';
import { ACKNOWLEDGED, flood, keepAhead } from '../publisher.ts';

const NOBODY: TapConnection = {
  id: 0,
  role: 'client',
  local: '',
  remote: '',
  quickLocal: '',
  quickRemote: '',
  label: '',
};

export async function serve({ subscribers = 1, quick = false }: PublishOptions): Promise<{ port: number }> {
  const server = new Server({ info: { name: 'bench' } });
  // An echo has no reason to look into the param; npm vsoa parses it before its handler is asked.
  server.command(CALL_URL, (request) => ({ param: request.paramBytes }));
  let subscribed = 0;
  server.on('connect', (client) => {
    client.once('subscribe', () => {
      subscribed += 1;
      if (subscribed === subscribers) publish(server, quick);
    });
  });
  await server.start({ host: '127.0.0.1', port: 0 });
  return { port: server.address?.port ?? 0 };
}

function publish(server: Server, quick: boolean): void {
  if (quick) {
    const param = { ...PUBLISH_PARAM, sent: 0 };
    flood((sent) => {
      param.sent = sent;
      server.publish(PUBLISH_URL, { param, quick });
    });
  } else {
    const acknowledged = keepAhead(() => server.publish(PUBLISH_URL, { param: nextParam() }));
    server.on('datagram', acknowledged);
  }
}

export async function call({ port, inFlight, logged = false, ...times }: CallOptions): Promise<Rates> {
  const client = new Client(logged ? { tap: watchedLog() } : {});
  await client.connect(`vsoa://127.0.0.1:${port}`);
  const meter = new Meter(times);
  const callForever = async () => {
    let next = client.call(CALL_URL, { param: RPC_PARAM });
    for (;;) {
      const reply = await next;
      // Looked at while the next one is on its way.
      next = client.call(CALL_URL, { param: RPC_PARAM });
      if (reply.param === undefined) throw new Error('the echo is empty');
      meter.tick();
    }
  };
  for (let started = 0; started < inFlight; started += 1) void callForever();
  return meter.rates;
}

export async function listen({ port, subscribers, quick, logged = false, ...times }: ListenOptions): Promise<Rates> {
  const meter = new Meter(times);
  const tap = logged ? watchedLog() : undefined;
  for (let connected = 0; connected < subscribers; connected += 1) {
    const client = new Client({ tap });
    await client.connect(`vsoa://127.0.0.1:${port}`);
    client.on('message', ({ param }) => {
      if (param === null || typeof param !== 'object' || !('vin' in param)) throw new Error('the message is another');
      meter.tick(quick ? Number(param['sent']) : undefined);
      if (!quick && meter.count % (ACKNOWLEDGED * subscribers) === 0) client.datagram('/taken');
    });
    await client.subscribe(PUBLISH_URL);
  }
  return meter.rates;
}

/**
 * As in the app with its window open: pairs are found, and the newest rows read, 30 times a second. It is full, as it is
 * nearly always: while it grows, the system has to find fresh memory, which costs about 0.1 µs a packet more.
 */
function watchedLog(): Tap {
  const traffic = new Traffic({ clock: systemClock, onChange: () => undefined });
  const bytes = encodePacket({ type: PacketType.PUBLISH, url: PUBLISH_URL, param: PUBLISH_PARAM });
  while (traffic.all().traffic.evictedPackets === 0) {
    for (let n = 0; n < 1_000; n += 1) traffic.tap.packet(bytes, 0, bytes.length, true, false, NOBODY, 0);
  }
  setInterval(() => {
    const { id, end } = traffic.take().view ?? traffic.all().view;
    void traffic.handlers.trafficRows({ view: id, from: end - 50, to: end });
  }, 1_000 / 30).unref();
  return traffic.tap;
}
