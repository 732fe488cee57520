import type { Clock } from "../../core/clock.ts";
import type { Machine } from "../../core/machine.ts";
import type { MqttSettings } from "../../core/mqtt-broker.ts";

/** ms for a broker to let us in. */
const loginMs = 10_000;
/** ms without a new topic after which all that a broker holds has come. */
const quietMs = 1_500;
/** Topics, and characters of them and of what they say, that are kept: far above a house, and bounded whatever stands at the broker. */
const mostTopics = 20_000;
const mostCharacters = 16_777_216;

export type Heard =
  | { readonly ok: true; readonly messages: ReadonlyMap<string, string>; readonly passedOver: number }
  | { readonly ok: false; readonly reason: string };

/**
 * What a broker holds of these topics, and what else is said meanwhile: until nothing new came for 1.5 s, at least `listenMs`. Under
 * a client id of its own and without a session, so that a running agent is not disturbed. Ends early once `signal` is aborted.
 */
export async function listenBroker(
  login: MqttSettings,
  filters: readonly string[],
  listenMs: number,
  { machine, clock }: { readonly machine: Pick<Machine, "openMqttBroker">; readonly clock: Clock },
  signal?: AbortSignal,
): Promise<Heard> {
  const messages = new Map<string, string>();
  let [characters, passedOver, lastNew] = [0, 0, clock.monotonic()];
  const opened = Promise.withResolvers<string | undefined>();
  using _limit = clock.after(loginMs, () => opened.resolve(`no answer in ${loginMs / 1000} s`));
  const ended = Promise.withResolvers<void>();
  const end = (): void => {
    opened.resolve("broken off");
    ended.resolve();
  };
  signal?.addEventListener("abort", end, { once: true });
  using _deaf = { [Symbol.dispose]: () => signal?.removeEventListener("abort", end) };
  await using broker = machine.openMqttBroker(login, {
    up: () => opened.resolve(undefined),
    down: (reason) => opened.resolve(reason),
  });
  const reason = await opened.promise;
  if (reason !== undefined) return { ok: false, reason };
  using listening = new DisposableStack();
  for (const filter of filters) {
    listening.use(
      broker.subscribe(filter, ({ topic, payload }) => {
        const known = messages.get(topic);
        const text = textOf(payload);
        const isNew = known === undefined;
        const growth = (text?.length ?? 0) + (isNew ? topic.length : -known.length);
        const hasRoom = characters + growth <= mostCharacters && (!isNew || messages.size < mostTopics);
        if (text === undefined || !hasRoom) {
          passedOver += 1;
          return;
        }
        characters += growth;
        messages.set(topic, text);
        if (isNew) lastNew = clock.monotonic();
      }),
    );
  }
  const begin = clock.monotonic();
  for (let left = quietMs; left > 0; ) {
    await Promise.race([passing(left, clock), ended.promise]);
    if (signal?.aborted === true) break;
    const now = clock.monotonic();
    left = Math.max(lastNew + quietMs - now, begin + listenMs - now);
    // A broker on which something new is said all the time is not heard out.
    if (now - begin > listenMs + 10 * quietMs) break;
  }
  return { ok: true, messages, passedOver };
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function textOf(payload: Uint8Array): string | undefined {
  try {
    return utf8.decode(payload);
  } catch {
    return undefined;
  }
}

function passing(ms: number, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
