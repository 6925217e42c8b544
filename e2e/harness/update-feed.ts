import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

const FILE = 'VSOA-Testbench-9.9.9.AppImage';

/** A publisher's web server on this computer, with one release that is newer than any. */
export class UpdateFeed {
  /** What was asked of it, by name. */
  readonly asked: string[] = [];
  readonly #keys = generateKeyPairSync('ed25519');
  readonly #files = new Map<string, Buffer>();
  readonly #server = http.createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url ?? '', 'http://feed').pathname.slice(1));
    this.asked.push(name);
    const file = this.#files.get(name);
    response.writeHead(file ? 200 : 404, { 'content-length': file?.length ?? 0 }).end(file);
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get env(): Record<string, string> {
    const key = this.#keys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    const { port } = this.#server.address() as AddressInfo;
    return { VSOA_TESTBENCH_UPDATE_FEED: `http://127.0.0.1:${port}/`, VSOA_TESTBENCH_UPDATE_KEY: key };
  }

  /** `served`: what is at the place of the release, where it is not the release itself. */
  publish(release: string, notes: string, served = release): void {
    const sha512 = createHash('sha512').update(release).digest('base64');
    const channel = process.arch === 'x64' ? 'latest-linux.yml' : `latest-linux-${process.arch}.yml`;
    const yml = JSON.stringify({
      version: '9.9.9',
      files: [{ url: FILE, sha512, size: Buffer.byteLength(release) }],
      releaseNotes: notes,
      releaseDate: '2026-12-01T10:00:00.000Z',
    });
    this.#files.set(channel, Buffer.from(yml));
    this.#files.set(
      `${channel}.sig`,
      Buffer.from(sign(null, Buffer.from(yml), this.#keys.privateKey).toString('base64')),
    );
    this.#files.set(FILE, Buffer.from(served));
  }

  /** As somebody on the way would. */
  tamper(): void {
    for (const [name, bytes] of this.#files)
      if (name.endsWith('.yml')) this.#files.set(name, Buffer.from(bytes.toString().replace('9.9.9', '9.9.8')));
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
