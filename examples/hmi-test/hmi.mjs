// A small instrument cluster, the program under test: `node hmi.mjs vsoa://host:port` prints where its page is.
// It shows the speed that the body controller publishes, and switches the low beam.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import vsoa from 'vsoa';

const page = readFileSync(new URL('page.html', import.meta.url));
const pages = new Set();
const body = new vsoa.Client();
body.on('message', (_url, { param }) => tell({ kmh: param.kmh }));
body.connect(process.argv[2], (error) => {
  if (error) throw error;
  body.subscribe('/speed');
  tell({ connected: true });
});
body.on('error', () => tell({ connected: false }));
body.on('close', () => tell({ connected: false }));

/** What the pages show, and what they are told when they come. */
const shown = { connected: false, kmh: 0, lowBeam: false, fault: '' };

function tell(change) {
  Object.assign(shown, change);
  for (const each of pages) each.write(`data: ${JSON.stringify(shown)}\n\n`);
}

function switchLowBeam(lowBeam) {
  body.call(
    '/lights',
    { method: 'SET' },
    { param: { lowBeam } },
    (error) => {
      tell(error ? { fault: 'The lights do not answer' } : { lowBeam, fault: '' });
    },
    1_000,
  );
}

const server = createServer((request, response) => {
  if (request.url === '/shown') {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`data: ${JSON.stringify(shown)}\n\n`);
    pages.add(response);
    response.on('close', () => pages.delete(response));
  } else if (request.method === 'POST') {
    switchLowBeam(request.url === '/low-beam/on');
    response.end();
  } else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
