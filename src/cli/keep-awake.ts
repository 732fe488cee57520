/** Keeps the process alive while it waits for a homeserver: no timer of ours does. */
export function keepAwake(): Disposable {
  const timer = setInterval(() => undefined, 2 ** 30);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
