'use strict';
// Asks position servers with the npm package `vsoa`, as a process of its own; they are named in VSOA_POS_SERVER.
//   node vsoa-lookup.cjs '{"lookup": [name, …], "connect": "vsoa://name", "domain": 2}'
// It prints lines of JSON: {"found": name, "address": {…} or null} for each name, {"connect": info} or {"connectError": text}.
const vsoa = require('vsoa');

const { lookup = [], connect, domain } = JSON.parse(process.argv[2] ?? '{}');
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

for (const name of lookup) {
  vsoa.lookup(name, (_, address) => say({ found: name, address: address ?? null }), domain);
}
if (connect !== undefined) {
  const client = new vsoa.Client();
  client.on('error', (error) => say({ connectError: error.message }));
  client.connect(connect, (error, info) => {
    say(error ? { connectError: error.message } : { connect: info ?? null });
    client.close();
  });
}
process.stdin.resume().on('close', () => process.exit(0));
