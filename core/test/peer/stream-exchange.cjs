'use strict';
// What the npm peer does with a stream: it sends `bytes` and takes as many at the same time, then each side confirms with one
// more byte that it has everything. npm `vsoa` loses what it has written but not sent when it ends, so it ends only when the
// other side has confirmed.
const { createHash } = require('node:crypto');

/** Calls `done({ sent, received })`, SHA-256 of both, when the stream is closed. */
module.exports = function exchange(stream, bytes, done) {
  const sent = createHash('sha256');
  const received = createHash('sha256');
  let left = bytes;
  let count = 0;
  let confirmed = false;
  const send = () => {
    while (left > 0) {
      const chunk = Buffer.alloc(Math.min(left, 100_003), left);
      left -= chunk.length;
      sent.update(chunk);
      if (!stream.write(chunk)) {
        stream.once('drain', send);
        return;
      }
    }
    confirm();
  };
  const confirm = () => {
    if (left === 0 && count >= bytes && !confirmed) {
      confirmed = true;
      stream.write('k');
    }
  };
  stream.on('data', (chunk) => {
    const before = count;
    count += chunk.length;
    received.update(chunk.subarray(0, Math.max(0, bytes - before)));
    confirm();
    if (count > bytes) stream.end();
  });
  stream.on('error', (error) => done({ error: error.message }));
  stream.on('close', () => done({ sent: sent.digest('hex'), received: received.digest('hex') }));
  send();
};
