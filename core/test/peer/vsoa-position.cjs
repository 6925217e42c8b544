'use strict';
// A position server of the npm package `vsoa`, as a process of its own: the foreign peer of tests.
//   node vsoa-position.cjs '{"port": n, "table": [{"name": "ecu", "domain": 2, "addr": "127.0.0.1", "port": n, "security": false}]}'
// It prints lines of JSON: {"ready": true}, {"query": name, "domain": n} for a name that the table does not have (the name
// `dynamic` is answered then). It ends when its stdin does.
const vsoa = require('vsoa');

const options = JSON.parse(process.argv[2] ?? '{}');
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

const position = new vsoa.Position(options.table ?? [], {
  domain: vsoa.AF_INET,
  addr: '127.0.0.1',
  port: options.port,
});
position.onquery = (name, domain, answer) => {
  say({ query: name, domain: domain ?? 0 });
  answer(name === 'dynamic' ? { domain: vsoa.AF_INET, addr: '127.0.0.9', port: 9, security: true } : undefined);
};
position.start((error) => {
  if (error) process.exit(1);
  say({ ready: true });
});
process.stdin.resume().on('close', () => process.exit(0));
