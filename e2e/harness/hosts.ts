import { once } from 'node:events';
import net from 'node:net';

/** A TCP host that is no VSOA server: it does with each connection what it is told to. */
export interface Host {
  /** Ready for the form of the Devices pane. */
  url: string;
  close(): Promise<void>;
}

export async function host(welcome: (socket: net.Socket) => void): Promise<Host> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    // It is up to the app how these end.
    socket.on('error', () => {});
    socket.resume();
    welcome(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  return {
    url: `vsoa://127.0.0.1:${port}`,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The url of a port where nobody listens. */
export async function refusing(): Promise<string> {
  const gone = await host(() => {});
  await gone.close();
  return gone.url;
}
