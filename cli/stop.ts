/** Aborts when the user (Ctrl-C), the system (SIGTERM) or a closed stdout (`| head`) ends the program. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  process.stdout.on('error', stop);
  return controller.signal;
}
