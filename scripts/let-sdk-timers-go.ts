/**
 * Loaded into every test process. matrix-js-sdk leaves the timer of each request's time limit running (up to 110 s), also
 * when the request is long over, waits 5 min for the key of each event, and a client that was stopped goes on to repeat a
 * request of its crypto whose homeserver is gone (31 s in all); a test file would wait for them. They still fire, they only
 * keep no process alive.
 */
const plain = globalThis.setTimeout;

/** Whose timers go, and from how many ms on. */
const letGoFrom = [
  { file: /matrix-js-sdk\/lib\/(http-api\/utils|rust-crypto\/rust-crypto)\.js/, ms: 10_000 },
  { file: /matrix-js-sdk\/lib\/utils\.js/, ms: 1_000 },
];

const letGo: typeof plain = Object.assign((...args: Parameters<typeof plain>) => {
  const timer = plain(...args);
  const ms = args[1] ?? 0;
  if (ms < 1_000) return timer;
  const stack = new Error().stack ?? "";
  if (letGoFrom.some((known) => ms >= known.ms && known.file.test(stack))) timer.unref();
  return timer;
}, plain);

globalThis.setTimeout = letGo;
