import { setTimeout as sleep } from "node:timers/promises";
import { connectAsync } from "mqtt";
import type { PublishedReading } from "./judge-readings.ts";

export const seriesCount = 5;

/** A sensor that counts, and publishes each count with QoS 1, however the agent fares. */
export interface SteadyPublisher extends AsyncDisposable {
  /** What the broker acknowledged, in the order of publishing. */
  readonly published: readonly PublishedReading[];
  /** Ends the publishing; resolves when all of it was acknowledged. */
  end(): Promise<void>;
}

export const topicOf = (number: number): string => `box/s${number}`;

/** At every start of the agent the broker says the last one of it again, as retained. */
const retainedTopic = topicOf(0);

/** `perSecond` readings in turns over the series `box/s0` and on. Where this process is late, it catches up. */
export async function publishSteadily(url: string, perSecond: number): Promise<SteadyPublisher> {
  const client = await connectAsync(url, { protocolVersion: 5 });
  const published: PublishedReading[] = [];
  const underWay: Promise<unknown>[] = [];
  const over = new AbortController();
  const begin = performance.now();
  const publishing = (async () => {
    for (let count = 0; !over.signal.aborted; await sleep(1000 / perSecond)) {
      for (; count < ((performance.now() - begin) * perSecond) / 1000; count++) {
        const topic = topicOf(count % seriesCount);
        const value = Math.floor(count / seriesCount) + 1;
        published.push({ series: topic, value, at: Date.now() });
        underWay.push(client.publishAsync(topic, String(value), { qos: 1, retain: topic === retainedTopic }));
      }
    }
  })();
  const end = async (): Promise<void> => {
    over.abort();
    await publishing;
    await Promise.all(underWay);
  };
  return {
    published,
    end,
    async [Symbol.asyncDispose]() {
      over.abort();
      await publishing;
      await client.endAsync(true);
      await Promise.allSettled(underWay);
    },
  };
}
