import vsoa, { type RemoteClient, type VsoaPayload, type VsoaRpc } from 'vsoa';
import {
  ACKNOWLEDGED,
  CALL_URL,
  type CallOptions,
  type ListenOptions,
  Meter,
  PUBLISH_PARAM,
  PUBLISH_URL,
  RPC_PARAM,
  WINDOW,
} from '../load.ts';

export async function serve(): Promise<{ port: number }> {
  const server = new vsoa.Server({ info: { name: 'bench' } });
  server.on(CALL_URL, (client: RemoteClient, request: VsoaRpc, payload: VsoaPayload) =>
    client.reply(0, request.seqno, { param: payload.param ?? {} }),
  );
  server.onclient = (client: RemoteClient, connected: boolean) => {
    if (connected) client.once('subscribe', () => publish(server));
  };
  await new Promise<void>((resolve) => {
    server.start({ domain: 2, addr: '127.0.0.1', port: 0 }, undefined, () => resolve());
  });
  return { port: server.address()?.port ?? 0 };
}

/** Publishes as fast as the subscriber acknowledges. */
function publish(server: InstanceType<typeof vsoa.Server>): void {
  let ahead = 0;
  const more = () => {
    while (ahead < WINDOW) {
      server.publish(PUBLISH_URL, { param: PUBLISH_PARAM });
      ahead += 1;
    }
  };
  server.ondata = () => {
    ahead -= ACKNOWLEDGED;
    more();
  };
  more();
}

export async function call({ port, inFlight, ...times }: CallOptions): Promise<{ rate: number }> {
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
  return { rate: await meter.rate };
}

export async function listen({ port, ...times }: ListenOptions): Promise<{ rate: number }> {
  const client = await connect(port);
  const meter = new Meter(times);
  client.on('message', (_url: string, payload?: VsoaPayload) => {
    if (payload?.param === undefined) throw new Error('the message is empty');
    meter.tick();
    if (meter.count % ACKNOWLEDGED === 0) client.datagram('/taken', {});
  });
  client.subscribe(PUBLISH_URL, (error?: Error) => {
    if (error) throw error;
  });
  return { rate: await meter.rate };
}

function connect(port: number): Promise<InstanceType<typeof vsoa.Client>> {
  const client = new vsoa.Client();
  return new Promise((resolve, reject) => {
    client.connect(`vsoa://127.0.0.1:${port}`, (error?: Error) => (error ? reject(error) : resolve(client)));
  });
}
