'use strict';
// A client of the npm package `vsoa`, as a process of its own: the foreign peer of tests.
//   node vsoa-client.cjs '{"port": n, "passwd": "123456", "raw": false}'
// It prints lines of JSON: {"connect": info} or {"connectError": status}, {"message": {…}}, {"datagram": {…}}, {"error": text},
// {"done": command, …result}; and obeys lines of JSON on stdin:
//   {"call": url, "method": "GET"|"SET", "param": …, "data": hex, "timeout": ms}   {"subscribe": url or urls}   {"unsubscribe": url, urls or null}
//   {"datagram": url, "param": …, "data": hex, "quick": bool}   {"ping": true}   {"close": true}
//   {"stream": tunnel id, "bytes": n} (see stream-exchange.cjs)
//   {"stream": tunnel id, "take": true} (reads to the end)   {"stream": tunnel id, "give": hex} (sends it and ends)
//   {"stream": tunnel id, "lines": n} (reads so many lines and ends)
// With "tls": {} it connects over TLS, and trusts what Node trusts (NODE_EXTRA_CA_CERTS), whatever is in there.
// It ends when its stdin does.
const { createHash } = require('node:crypto');
const readline = require('node:readline');
const vsoa = require('vsoa');
const exchange = require('./stream-exchange.cjs');

const options = JSON.parse(process.argv[2] ?? '{}');
const client = new vsoa.Client({
  ...(options.passwd ? { passwd: options.passwd } : {}),
  rawParam: options.raw ?? false,
});

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const show = (payload) => ({
  ...(payload?.param === undefined
    ? {}
    : { param: Buffer.isBuffer(payload.param) ? payload.param.toString('utf8') : payload.param }),
  ...(payload?.data === undefined ? {} : { data: payload.data.toString('hex') }),
});
const outcome = (error, result = {}) =>
  error ? { error: error.message, ...(error.status === undefined ? {} : { status: error.status }) } : result;

client.on('message', (url, payload, quick) => say({ message: { url, quick, ...show(payload) } }));
client.on('datagram', (url, payload, quick) => say({ datagram: { url, quick, ...show(payload) } }));
client.on('error', (error) => say({ error: error.message }));

const obey = {
  call: ({ call, method, param, data, timeout }, done) =>
    client.call(
      call,
      { method: method ?? 'GET' },
      payloadOf({ param, data }),
      (error, payload, tunid) => done(outcome(error, { ...show(payload), tunid: tunid ?? 0 })),
      timeout,
    ),
  unsubscribe: ({ unsubscribe }, done) => client.unsubscribe(unsubscribe, (error) => done(outcome(error))),
  subscribe: ({ subscribe }, done) => client.subscribe(subscribe, (error) => done(outcome(error))),
  datagram: ({ datagram, param, data, quick }, done) => {
    client.datagram(datagram, payloadOf({ param, data }), quick);
    done({});
  },
  ping: (_, done) => client.ping((error) => done(outcome(error))),
  stream: ({ stream: tunid, bytes, take, give, lines }, done) => {
    const stream = client.createStream(tunid, options.streamTimeout ?? 10_000);
    stream.on('timeout', () => done({ error: 'timeout' }));
    stream.on('connect', () => {
      if (take) readAll(stream, done);
      else if (lines) readLines(stream, lines, done);
      else if (give) stream.write(Buffer.from(give, 'hex'), () => stream.end(() => done({})));
      else exchange(stream, bytes, done);
    });
  },
  close: (_, done) => {
    client.close();
    done({});
  },
};

function readAll(stream, done) {
  const hash = createHash('sha256');
  let count = 0;
  stream.on('data', (chunk) => {
    count += chunk.length;
    hash.update(chunk);
  });
  stream.on('error', (error) => done({ error: error.message }));
  stream.on('end', () => done({ count, sha256: hash.digest('hex') }));
}

function readLines(stream, count, done) {
  let text = '';
  stream.on('data', (chunk) => {
    text += chunk;
    const lines = text.split('\n').slice(0, -1);
    if (lines.length < count) return;
    stream.removeAllListeners('data');
    stream.end();
    done({ lines: lines.slice(0, count) });
  });
}

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
    const name = Object.keys(obey).find((key) => key in command);
    obey[name](command, (result) => say({ done: name, ...result }));
  })
  .on('close', () => process.exit(0));

client.connect(
  `vsoa://${options.host ?? '127.0.0.1'}:${options.port}`,
  (error, info) => say(error ? { connectError: error.status ?? error.message } : { connect: info ?? null }),
  options.tls,
);
