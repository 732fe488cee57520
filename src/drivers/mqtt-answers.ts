import type { Clock } from "../core/clock.ts";
import { parseDuration } from "../core/duration.ts";
import type { AnswerPlace, MqttBroker } from "../core/mqtt-broker.ts";
import { compilePattern } from "../core/pattern.ts";
import { unlessAborted } from "../core/unless-aborted.ts";
import { WriteFailure } from "../core/write-failure.ts";
import { excerpt } from "./extract.ts";
import type { MqttTo } from "./mqtt-schemas.ts";

const withinByDefault = 10_000;
/** Characters of an answer that are looked at. */
const longestAnswer = 4096;

/** Sends commands whose answers come on `response_topic`, each known by the mark that its command bore (MQTT 5, section 4.10). */
export function mqttAnswers(
  { response_topic: topic = "", response_match: match, within: text }: MqttTo,
  broker: MqttBroker,
  clock: Clock,
) {
  const within = parseDuration(text ?? "") ?? withinByDefault;
  const compiled = match === undefined ? undefined : compilePattern(match);
  const waiting = new Map<string, (answer: string) => void>();
  const [encoder, decoder] = [new TextEncoder(), new TextDecoder()];
  let count = 0;
  const listening = broker.subscribe(topic, ({ payload, retained, correlation, receipt }) => {
    receipt?.settle();
    if (!retained && correlation !== undefined) {
      waiting.get(decoder.decode(correlation))?.(decoder.decode(payload.subarray(0, longestAnswer)));
    }
  });
  return {
    /** Resolves when the answer came that means yes; rejects with a WriteFailure, or the signal's reason. */
    async ask(send: (answer: AnswerPlace) => Promise<void>, signal: AbortSignal): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<string | undefined>();
      count += 1;
      // Nothing of an earlier run bears it.
      const mark = `${clock.now().toString(36)}-${count}`;
      waiting.set(mark, resolve);
      try {
        await send({ topic, correlation: encoder.encode(mark) });
        using _limit = clock.after(within, () => resolve(undefined));
        const answer = await unlessAborted(promise, signal);
        if (answer === undefined) throw new WriteFailure("unconfirmed", `no answer within ${within} ms`);
        if (compiled?.ok && compiled.pattern.match(answer) === undefined) {
          throw new WriteFailure("driver-failed", `the device answered ${excerpt(answer)}`);
        }
      } finally {
        waiting.delete(mark);
      }
    },
    [Symbol.dispose]: () => listening[Symbol.dispose](),
  };
}
