import type { VsoaError } from './errors.ts';

/** An `EventEmitter` with the event 'error'. */
interface ErrorEmitter {
  listenerCount(event: 'error'): number;
  emit(event: 'error', error: VsoaError): boolean;
}

/**
 * Told to the program; where it does not listen, as a warning, because it must not go unseen, nor end the process. What
 * a listener throws is thrown later.
 */
export function reportError(emitter: ErrorEmitter, error: VsoaError): void {
  if (emitter.listenerCount('error') > 0) tell(() => emitter.emit('error', error));
  else process.emitWarning(error);
}

/** A listener of the program failed: an uncaught exception, but of a later tick, so that what goes on here goes on. */
export function throwLater(error: unknown): void {
  process.nextTick(() => {
    throw error;
  });
}

/** Calls listeners of the program; what they throw is thrown later. */
export function tell(emit: () => void): void {
  try {
    emit();
  } catch (error) {
    throwLater(error);
  }
}
