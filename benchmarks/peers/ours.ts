import { Client, Server } from '@vsoa-testbench/core';
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
  const server = new Server({ info: { name: 'bench' } });
  // An echo has no reason to look into the param; npm vsoa parses it before its handler is asked.
  server.command(CALL_URL, (request) => ({ param: request.paramBytes }));
  server.on('connect', (client) => client.once('subscribe', () => publish(server)));
  await server.start({ host: '127.0.0.1', port: 0 });
  return { port: server.address?.port ?? 0 };
}

/** Publishes as fast as the subscriber acknowledges. */
function publish(server: Server): void {
  let ahead = 0;
  const more = () => {
    while (ahead < WINDOW) {
      server.publish(PUBLISH_URL, { param: PUBLISH_PARAM });
      ahead += 1;
    }
  };
  server.on('datagram', () => {
    ahead -= ACKNOWLEDGED;
    more();
  });
  more();
}

export async function call({ port, inFlight, ...times }: CallOptions): Promise<{ rate: number }> {
  const client = new Client();
  await client.connect(`vsoa://127.0.0.1:${port}`);
  const meter = new Meter(times);
  const callForever = async () => {
    for (;;) {
      const reply = await client.call(CALL_URL, { param: RPC_PARAM });
      if (reply.param === undefined) throw new Error('the echo is empty');
      meter.tick();
    }
  };
  for (let started = 0; started < inFlight; started += 1) void callForever();
  return { rate: await meter.rate };
}

export async function listen({ port, ...times }: ListenOptions): Promise<{ rate: number }> {
  const client = new Client();
  await client.connect(`vsoa://127.0.0.1:${port}`);
  const meter = new Meter(times);
  client.on('message', (message) => {
    if (message.param === undefined) throw new Error('the message is empty');
    meter.tick();
    if (meter.count % ACKNOWLEDGED === 0) client.datagram('/taken');
  });
  await client.subscribe(PUBLISH_URL);
  return { rate: await meter.rate };
}
