import { once } from 'node:events';
import { createServer } from 'node:net';
import vsoa, { type RemoteClient, type VsoaPayload, type VsoaRpc } from 'vsoa';
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

type Server = InstanceType<typeof vsoa.Server>;

export async function serve({ subscribers = 1, quick = false }: PublishOptions): Promise<{ port: number }> {
  const server = new vsoa.Server({ info: { name: 'bench' } });
  server.on(CALL_URL, (client: RemoteClient, request: VsoaRpc, payload: VsoaPayload) =>
    client.reply(0, request.seqno, { param: payload.param ?? {} }),
  );
  let subscribed = 0;
  server.onclient = (client: RemoteClient, connected: boolean) => {
    if (!connected) return;
    client.once('subscribe', () => {
      subscribed += 1;
      if (subscribed === subscribers) publish(server, quick);
    });
  };
  // On port 0 its UDP port is another one, and its clients hear nothing of what it publishes quick.
  const port = await freePort();
  await new Promise<void>((resolve) => {
    server.start({ domain: 2, addr: '127.0.0.1', port }, undefined, () => resolve());
  });
  return { port };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return address !== null && typeof address === 'object' ? address.port : 0;
}

function publish(server: Server, quick: boolean): void {
  if (quick) {
    const param = { ...PUBLISH_PARAM, sent: 0 };
    flood((sent) => {
      param.sent = sent;
      server.publish(PUBLISH_URL, { param }, quick);
    });
  } else {
    server.ondata = keepAhead(() => server.publish(PUBLISH_URL, { param: nextParam() }));
  }
}

export async function call({ port, inFlight, ...times }: CallOptions): Promise<Rates> {
  const client = await connect(port);
  const meter = new Meter(times);
  const again = () => {
    client.call(CALL_URL, { method: 0 }, { param: RPC_PARAM }, (error?: Error, payload?: VsoaPayload) => {
      if (error) throw error;
      if (payload?.param === undefined) throw new Error('the echo is empty');
      meter.tick();
      again();
    });
  };
  for (let started = 0; started < inFlight; started += 1) again();
  return meter.rates;
}

export async function listen({ port, subscribers, quick, ...times }: ListenOptions): Promise<Rates> {
  const meter = new Meter(times);
  for (let connected = 0; connected < subscribers; connected += 1) {
    const client = await connect(port);
    client.on('message', (_url: string, payload?: VsoaPayload) => {
      const param = payload?.param;
      if (param === null || typeof param !== 'object' || !('vin' in param)) throw new Error('the message is another');
      meter.tick(quick ? Number(Reflect.get(param, 'sent')) : undefined);
      if (!quick && meter.count % (ACKNOWLEDGED * subscribers) === 0) client.datagram('/taken', {});
    });
    await new Promise<void>((resolve, reject) => {
      client.subscribe(PUBLISH_URL, (error?: Error) => (error ? reject(error) : resolve()));
    });
  }
  return meter.rates;
}

function connect(port: number): Promise<InstanceType<typeof vsoa.Client>> {
  const client = new vsoa.Client();
  return new Promise((resolve, reject) => {
    client.connect(`vsoa://127.0.0.1:${port}`, (error?: Error) => (error ? reject(error) : resolve(client)));
  });
}
