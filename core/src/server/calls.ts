import { reasonOf, VsoaError } from '../errors.ts';
import type { Link } from '../link.ts';
import { ReceivedRequest, type Request } from '../message.ts';
import { Flag, PacketType, Status } from '../packet/constants.ts';
import type { Oddity } from '../packet/oddity.ts';
import type { PacketView } from '../packet/view.ts';
import { type Answer, type CommandHandler, LATER, type Later } from './options.ts';
import type { RemoteClient } from './remote-client.ts';
import type { SessionContext } from './session.ts';

const SUCCESS: Answer = {};

/** The RPCs of one client: each gets exactly one answer. */
export class Calls {
  readonly #context: SessionContext;
  readonly #link: Link;
  readonly #client: RemoteClient;
  /** Those that wait for a promise, or for an answer by hand. */
  #unanswered = 0;
  #unansweredBytes = 0;

  constructor(context: SessionContext, link: Link, client: RemoteClient) {
    this.#context = context;
    this.#link = link;
    this.#client = client;
  }

  call(packet: PacketView, oddity: Oddity | undefined): void {
    const { url } = packet;
    const handler = this.#context.routes.find(url);
    if (oddity === 'BAD_UTF8' || !url.startsWith('/')) this.#refuse(packet, Status.ARGUMENTS);
    else if (handler === undefined) this.#refuse(packet, Status.INVALID_URL);
    else if (!this.#hasRoomFor(packet)) this.#refuse(packet, Status.NO_MEMORY);
    else this.#handle(handler, new ReceivedRequest(packet, this.#context.raw, this));
  }

  /** The program's own answer; see `RemoteClient.reply`. */
  reply(request: Request, answer: Answer): boolean {
    if (!(request instanceof ReceivedRequest) || request.owner !== this)
      throw new VsoaError('INVALID_ARGUMENT', 'this is no request of this client');
    if (request.answering === 'done') return false;
    const sent = this.#send(request, answer);
    if (request.answering === 'later') this.#count(request, -1);
    request.answering = 'done';
    return sent;
  }

  #handle(handler: CommandHandler, request: ReceivedRequest): void {
    let answer: ReturnType<CommandHandler>;
    try {
      answer = handler(request, this.#client);
    } catch (error) {
      this.#fail(request, Status.NO_RESPONDING, error);
      return;
    }
    if (answer instanceof Promise) void this.#await(request, answer);
    else this.#settle(request, answer);
  }

  async #await(request: ReceivedRequest, promise: Promise<Answer | Later | void>): Promise<void> {
    this.#count(request, 1);
    try {
      this.#settle(request, await promise);
    } catch (error) {
      this.#fail(request, Status.NO_RESPONDING, error);
    } finally {
      this.#count(request, -1);
    }
  }

  #settle(request: ReceivedRequest, answer: Answer | Later | void): void {
    if (request.answering === 'done') return;
    if (isLater(answer)) {
      request.answering = 'later';
      this.#count(request, 1);
      return;
    }
    try {
      if (!isAnswer(answer))
        throw new VsoaError('INVALID_ARGUMENT', `it returned ${typeof answer}, and no { status, param, data }`);
      this.#send(request, answer ?? SUCCESS);
    } catch (error) {
      const isTooLarge = error instanceof VsoaError && error.code === 'PACKET_TOO_LARGE';
      this.#fail(request, isTooLarge ? Status.NO_MEMORY : Status.NO_RESPONDING, error);
    }
    request.answering = 'done';
  }

  #fail(request: ReceivedRequest, status: number, cause: unknown): void {
    if (request.answering !== 'done') this.#client.sendReply(request.seqno, { status });
    request.answering = 'done';
    this.#context.failed(new VsoaError('ERROR', `the command ${request.url} failed: ${reasonOf(cause)}`, cause));
  }

  /** False: it is not sent. Where too much waits for the client already, it is at least told so. */
  #send({ seqno }: ReceivedRequest, answer: Answer): boolean {
    const sent = this.#client.sendReply(seqno, answer);
    if (!sent) this.#link.send(PacketType.RPC, Flag.REPLY, Status.NO_MEMORY, seqno);
    return sent;
  }

  #hasRoomFor({ length }: PacketView): boolean {
    const { unanswered, unansweredBytes } = this.#context.limits;
    return this.#unanswered < unanswered && this.#unansweredBytes + length <= unansweredBytes;
  }

  #count({ length }: ReceivedRequest, change: 1 | -1): void {
    this.#unanswered += change;
    this.#unansweredBytes += change * length;
  }

  #refuse(packet: PacketView, status: number): void {
    this.#link.send(PacketType.RPC, Flag.REPLY, status, packet.seqno);
  }
}

/** JavaScript lets a handler return what it likes. */
function isAnswer(answer: unknown): boolean {
  return answer === undefined || typeof answer === 'object';
}

function isLater(answer: Answer | Later | void): answer is Later {
  return answer === LATER;
}
