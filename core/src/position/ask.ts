import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { unlessAborted } from '../abort.ts';
import { formatAddress } from '../address.ts';
import type { Clock, TimerHandle } from '../clock.ts';
import { VsoaError } from '../errors.ts';
import { Strangers } from '../strangers.ts';
import { addressOf } from '../system-names.ts';
import { nextConnectionId, type Tap, type TapConnection, TapTime } from '../tap.ts';
import type { PositionAddress } from './sources.ts';
import { encodeQuestion, type PositionAnswer, type Question, readAnswer } from './wire.ts';

export interface AskOptions {
  /** ms to wait for an answer before the question is sent again. */
  timeout: number;
  /** How often it is sent. */
  tries: number;
  signal: AbortSignal;
  tap: Tap | undefined;
  label: string;
  clock: Clock;
}

type Outcome = PositionAnswer | 'unknown' | 'malformed' | 'silence';

/**
 * Asks one position server. Undefined: it does not know the name. Rejects with `UNREACHABLE`, `SERVER_NO_RESPONDING`,
 * `INVALID_RESPONDING`, or the reason of `signal`.
 */
export async function ask(
  server: PositionAddress,
  question: Question,
  options: AskOptions,
): Promise<PositionAnswer | undefined> {
  const shown = formatAddress(server.host, server.port);
  const socket = await connected(server, shown, options.signal);
  const conversation = new Conversation(socket, question, options);
  try {
    const outcome = new Promise<Outcome>((resolve, reject) => {
      socket.on('error', (error) => reject(unreachable(shown, error)));
      conversation.start(resolve);
    });
    const answer = await unlessAborted(outcome, options.signal);
    if (answer === 'silence') {
      throw new VsoaError('SERVER_NO_RESPONDING', `the position server ${shown} does not answer`);
    }
    if (answer === 'malformed') {
      throw new VsoaError('INVALID_RESPONDING', `what the position server ${shown} answers makes no sense`);
    }
    return answer === 'unknown' ? undefined : answer;
  } finally {
    conversation.stop();
    socket.close();
  }
}

/**
 * A UDP socket of its own for each question, so that nobody can know beforehand where an answer is awaited. As it is
 * connected, the system hands over only what comes from the server, and tells where nobody listens there.
 */
async function connected({ host, port }: PositionAddress, shown: string, signal: AbortSignal): Promise<Socket> {
  let socket: Socket | undefined;
  try {
    const ip = await addressOf(host, signal);
    signal.throwIfAborted();
    socket = createSocket(isIPv6(ip) ? 'udp6' : 'udp4');
    const bound = once(socket, 'listening');
    socket.bind(0);
    await bound;
    const done = once(socket, 'connect');
    socket.connect(port, ip);
    await done;
    signal.throwIfAborted();
    return socket;
  } catch (error) {
    socket?.close();
    signal.throwIfAborted();
    throw unreachable(shown, error);
  }
}

class Conversation {
  readonly #socket: Socket;
  readonly #question: Question;
  readonly #options: AskOptions;
  readonly #connection: TapConnection;
  readonly #strangers: Strangers;
  #sent = 0;
  #timer: TimerHandle | undefined;

  constructor(socket: Socket, question: Question, options: AskOptions) {
    this.#socket = socket;
    this.#question = question;
    this.#options = options;
    this.#strangers = new Strangers('client', options.label);
    const local = socket.address();
    const remote = socket.remoteAddress();
    this.#connection = {
      id: nextConnectionId(),
      role: 'client',
      local: '',
      remote: '',
      quickLocal: formatAddress(local.address, local.port),
      quickRemote: formatAddress(remote.address, remote.port),
      label: options.label,
    };
  }

  /** An answer to the first try is as good when it comes during the second. */
  start(done: (outcome: Outcome) => void): void {
    this.#socket.on('message', (bytes, { address, port }) => {
      // Between bind and connect the socket takes what comes from anybody.
      if (formatAddress(address, port) !== this.#connection.quickRemote) {
        this.#tell(bytes, false, true, this.#strangers.at(address, port, this.#connection.quickLocal));
        return;
      }
      const answer = readAnswer(bytes, this.#question);
      this.#tell(bytes, false, answer === undefined);
      done(answer ?? 'malformed');
    });
    this.#send(() => done('silence'));
  }

  stop(): void {
    if (this.#timer !== undefined) this.#options.clock.clearTimeout(this.#timer);
  }

  #send(silence: () => void): void {
    const { tries, timeout, clock } = this.#options;
    if (this.#sent === tries) {
      silence();
      return;
    }
    this.#sent += 1;
    const bytes = encodeQuestion(this.#question);
    this.#socket.send(bytes);
    this.#tell(bytes, true, false);
    this.#timer = clock.setTimeout(() => this.#send(silence), timeout);
  }

  #tell(bytes: Buffer, sent: boolean, malformed: boolean, connection: TapConnection = this.#connection): void {
    const { tap, clock } = this.#options;
    tap?.other?.({ kind: 'POSITION', bytes, sent, malformed }, connection, TapTime.of(clock).now());
  }
}

function unreachable(shown: string, cause: unknown): VsoaError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return new VsoaError('UNREACHABLE', `the position server ${shown} cannot be reached: ${code}`, cause);
}
