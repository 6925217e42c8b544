/** So many messages, to each subscriber, are acknowledged by one DATAGRAM; the publisher is at most a window ahead. */
export const ACKNOWLEDGED = 1_000;
const WINDOW = 5_000;
/** Quick messages in one turn of the loop, in which the publisher hears nothing. */
const BURST = 100;

/** Publishes as fast as is acknowledged. Answers what is to be called for each acknowledgement. */
export function keepAhead(publish: () => void): () => void {
  let ahead = 0;
  const more = () => {
    for (; ahead < WINDOW; ahead += 1) publish();
  };
  more();
  return () => {
    ahead -= ACKNOWLEDGED;
    more();
  };
}

/** Publishes as fast as it can; `publish` is told how many that makes. */
export function flood(publish: (sent: number) => void): void {
  let sent = 0;
  const more = () => {
    for (let count = 0; count < BURST; count += 1) {
      sent += 1;
      publish(sent);
    }
    setImmediate(more);
  };
  more();
}
