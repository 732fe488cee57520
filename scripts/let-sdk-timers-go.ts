/**
 * Loaded into every test process. matrix-js-sdk leaves the timer of each request's time limit running (up to 110 s), also
 * when the request is long over, and waits 5 min for the key of each event; a test file would wait for them. They still fire, they only keep no process alive.
 */
const plain = globalThis.setTimeout;

const letGo: typeof plain = Object.assign((...args: Parameters<typeof plain>) => {
  const timer = plain(...args);
  if (
    (args[1] ?? 0) >= 10_000 &&
    /matrix-js-sdk\/lib\/(http-api\/utils|rust-crypto\/rust-crypto)\.js/.test(new Error().stack ?? "")
  )
    timer.unref();
  return timer;
}, plain);

globalThis.setTimeout = letGo;
