import assert from "node:assert/strict";
import { test } from "node:test";
import type { Configuration } from "../../../src/config/configuration.ts";
import { asRoomId } from "../../../src/core/ids.ts";
import type { ReadingLog } from "../../../src/core/store-ports.ts";
import { sealAttachment } from "../../../src/matrix/seal-attachment.ts";
import { openReadingFile } from "../../../src/store/reading-file.ts";
import { english } from "../../../src/texts/english.ts";
import { wireCharts } from "../../../src/wiring/charts.ts";
import { cpuMs, longestHoldMs } from "../../fakes/fuzz-runs.ts";
import { HandClock } from "../../fakes/hand-clock.ts";
import { LogLines } from "../../fakes/log-lines.ts";
import { someProperty, someThing } from "../../fakes/some-thing.ts";
import { temporaryDirectory } from "../../fakes/temporary-directory.ts";

const room = asRoomId("!room");
const dayMs = 86_400_000;
const property = someProperty({ unit: "Cel" });
const things = [someThing("box", [property])];

/** Nothing for four weeks, then three days with a reading every second. */
function fill(log: ReadingLog, now: number): void {
  for (let at = now - 3 * dayMs, count = 0; at <= now; at += 1_000, count++) {
    const value = { coefficient: BigInt(200 + Math.round(50 * Math.sin(count / 500)) + (count % 3)), scale: 1 };
    log.append({ path: property.path, type: "number", unit: "Cel", scale: 1, value, quality: "ok", at });
    if (count % 1_000 === 0) log.commit();
  }
  log.commit();
}

/** The longest that this thread works between two turns of the loop until `ended`, ms of CPU. */
async function longestTurn(ended: Promise<unknown>): Promise<number> {
  let [longest, isOver] = [0, false];
  const end = (): void => {
    isOver = true;
  };
  ended.then(end, end);
  for (let since = cpuMs(); !isOver; since = cpuMs()) {
    await new Promise((done) => setImmediate(done));
    longest = Math.max(longest, cpuMs() - since);
  }
  return longest;
}

test("a chart of 30 days is read, drawn, encrypted and laid down without a turn of the loop of 50 ms", async () => {
  using directory = temporaryDirectory();
  const clock = new HandClock();
  const unexpected = (error: unknown): never => assert.fail(String(error));
  const keep = { size: 2 ** 30, age: 400 * dayMs };
  const options = { durabilityMs: 1_000, keep, clock, onFault: unexpected, onDamage: unexpected };
  using readingLog = openReadingFile(directory.path, options);
  fill(readingLog, clock.now());
  let answered = Promise.withResolvers<void>();
  const posted: string[] = [];
  const configuration = { things, timeZone: "Europe/Berlin", matrix: { encryption: "required" } };
  await using charts = wireCharts({
    // What charts look at.
    configuration: configuration as unknown as Configuration,
    link: {
      rooms: { isEncrypted: () => true },
      sender: { closedFor: async () => undefined } as never,
      upload: async (_room, plain) => {
        const { opens } = sealAttachment(plain);
        return { kind: "uploaded", file: { ...opens, url: "mxc://hs/file" } };
      },
    },
    store: {
      together: (change) => change(),
      post: ({ event }) => void posted.push(String((event.content as { msgtype?: string }).msgtype)),
    },
    talk: { place: (content) => content },
    texts: english,
    readingLog,
    clock,
    log: new LogLines(),
    wakeSender: () => answered.resolve(),
  });
  const ask = async (): Promise<number> => {
    answered = Promise.withResolvers();
    charts.ask({ chart: { properties: [property], lengthMs: 30 * dayMs, leftOut: 0 }, room, eventId: "$asked" });
    return await longestTurn(answered.promise);
  };
  const first = await ask();
  let least = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 3 && least >= longestHoldMs; tries++) least = Math.min(least, await ask());
  console.log(`longest turn ${first.toFixed(1)} ms with all that is loaded then, ${least.toFixed(1)} ms afterwards`);
  assert.deepEqual(posted.slice(0, 2), ["m.notice", "m.image"]);
  assert.ok(least < longestHoldMs, `${least} ms`);
});
