'use strict';
// A server of the npm package `vsoa`, as a process of its own: the foreign peer of tests in core and e2e.
//   node vsoa-server.cjs '{"port": 0, "passwd": "123456", "info": {"name": "npm peer"}, "raw": false, "publish": ["/tick"]}'
// With "tls": {"cert": PEM, "key": PEM} it serves TLS. An RPC on /stream/BYTES gives a stream, see stream-exchange.cjs.
// It prints lines of JSON: {"ready": true, "port": n}, {"connect": id}, {"disconnect": id}, {"datagram": {…}}, {"done": command},
// {"stream": "connect" | "timeout"}, {"streamed": {"sent": sha256, "received": sha256}};
// and obeys lines of JSON on stdin:
//   {"publish": url, "param": …, "data": hex, "quick": bool}   {"datagram": url, "param": …, "quick": bool}   (to all clients)
//   {"priority": 0-7}   {"subscribed": url}   {"drop": true} (closes every client)   {"close": true}
// Topics of "publish" are published every 50 ms on both channels, with params {"count": n, "quick": bool}, while somebody
// has subscribed them. It ends when its stdin does.
const readline = require('node:readline');
const vsoa = require('vsoa');
const exchange = require('./stream-exchange.cjs');

const options = JSON.parse(process.argv[2] ?? '{}');
const server = new vsoa.Server({
  info: options.info ?? { name: 'npm peer' },
  ...(options.passwd ? { passwd: options.passwd } : {}),
  rawParam: options.raw ?? false,
});
const clients = new Set();

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const show = (payload) => ({
  ...(payload?.param === undefined
    ? {}
    : { param: Buffer.isBuffer(payload.param) ? payload.param.toString('utf8') : payload.param }),
  ...(payload?.data === undefined ? {} : { data: payload.data.toString('hex') }),
});

server.onclient = (client, connected) => {
  if (connected) clients.add(client);
  else clients.delete(client);
  say(connected ? { connect: client.id ?? 0 } : { disconnect: client.id ?? 0 });
};
server.ondata = (client, url, payload, quick) => say({ datagram: { url, quick, ...show(payload) } });

server.on('/echo', (client, request, payload) => client.reply(0, request.seqno, payload ?? {}));
server.on('/method', (client, request) =>
  client.reply(0, request.seqno, { param: { method: request.method === vsoa.method.SET ? 'SET' : 'GET' } }),
);
server.on('/under/', (client, request) => client.reply(0, request.seqno, { param: { url: request.url } }));
server.on('/status/', (client, request) => client.reply(Number(request.url.slice('/status/'.length)), request.seqno));
server.on('/silent', () => undefined);
server.on('/stream/', (client, request) => {
  const stream = server.createStream(options.streamTimeout ?? 5_000);
  client.reply(0, request.seqno, {}, stream.tunid);
  stream.on('timeout', () => say({ stream: 'timeout' }));
  stream.on('connect', () => {
    say({ stream: 'connect' });
    exchange(stream, Number(request.url.slice('/stream/'.length)), (streamed) => say({ streamed }));
  });
});
// Says in the answer how much comes, and ends when the other side has it.
server.on('/file/', (client, request) => {
  const size = Number(request.url.slice('/file/'.length));
  const stream = server.createStream(options.streamTimeout ?? 5_000);
  client.reply(0, request.seqno, { param: { size } }, stream.tunid);
  stream.on('connect', () => stream.write(Buffer.alloc(size, 7)));
  stream.on('data', () => undefined);
  stream.on('end', () => stream.end());
  stream.on('error', () => undefined);
});
const synced = { on: false, level: 1 };
server.on('/synced', (client, request, payload) => server.syncer(client, request, payload, synced));

let count = 0;
setInterval(() => {
  for (const url of options.publish ?? []) {
    if (!server.isSubscribed(url)) continue;
    count += 1;
    server.publish(url, { param: { count, quick: false } });
    server.publish(url, { param: { count, quick: true } }, true);
  }
}, 50);

const obey = {
  publish: ({ publish, quick, ...payload }) => server.publish(publish, payloadOf(payload), quick),
  datagram: ({ datagram, quick, ...payload }) => {
    for (const client of clients) client.datagram(datagram, payloadOf(payload), quick);
  },
  priority: ({ priority }) => {
    for (const client of clients) client.priority(priority);
  },
  subscribed: ({ subscribed }) => say({ subscribed: server.isSubscribed(subscribed) }),
  drop: () => {
    for (const client of clients) client.close();
  },
  close: () => server.close(() => process.exit(0)),
};

function payloadOf({ param, data }) {
  return {
    ...(param === undefined ? {} : { param }),
    ...(data === undefined ? {} : { data: Buffer.from(data, 'hex') }),
  };
}

readline
  .createInterface({ input: process.stdin })
  .on('line', (line) => {
    const command = JSON.parse(line);
    const name = Object.keys(command).find((key) => key in obey);
    obey[name]?.(command);
    say({ done: name ?? 'unknown' });
  })
  .on('close', () => process.exit(0));

server.start(
  { domain: vsoa.AF_INET, addr: options.host ?? '127.0.0.1', port: options.port ?? 0 },
  options.tls,
  (error) => {
    if (error) {
      say({ error: error.message });
      process.exit(1);
    }
    say({ ready: true, port: server.address().port });
  },
);
