import assert from "node:assert/strict";
import { test } from "node:test";
import type { Configuration } from "../../src/config/configuration.ts";
import { asRoomId } from "../../src/core/ids.ts";
import { wireCharts } from "../../src/wiring/charts.ts";
import { things } from "../fakes/gate-scene.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { MemoryControlStore } from "../fakes/memory-control-store.ts";
import { MemoryReadingLog } from "../fakes/memory-reading-log.ts";
import { until } from "../fakes/until.ts";

const room = asRoomId("!room");
const hour = 3_600_000;

function chartsScene(audience: "open" | "closed" = "open") {
  const clock = new HandClock();
  const store = new MemoryControlStore(() => clock.now());
  const readingLog = new MemoryReadingLog();
  const property = things[0]?.properties[0];
  assert.ok(property !== undefined);
  const uploads: number[] = [];
  const closed = { kind: "closed", code: "audience", detail: "Not to be heard." } as const;
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const charts = wireCharts({
    configuration: { things, timeZone: "UTC", matrix: { encryption: "required" } } as unknown as Configuration,
    link: {
      rooms: { isEncrypted: () => true },
      sender: { closedFor: async () => (audience === "closed" ? closed : undefined) } as never,
      upload: async (_room, plain) => {
        uploads.push(plain.length);
        return { kind: "failed", detail: "gone" };
      },
    },
    store,
    readingLog,
    clock,
    log,
    wakeSender: () => undefined,
  });
  const record = () => {
    for (const minute of [50, 30, 10]) {
      const value = { coefficient: BigInt(200 + minute), scale: 1 };
      const at = clock.now() - minute * 60_000;
      readingLog.append({ path: property.path, type: "number", unit: "Cel", scale: 1, value, quality: "ok", at });
    }
  };
  const ask = (eventId: string) =>
    charts.ask({ chart: { properties: [property], lengthMs: hour, leftOut: 0 }, room, eventId });
  const bodies = () => store.outbox.map(({ event }) => String((event.content as { body?: unknown }).body));
  return { charts, ask, bodies, record, uploads };
}

test("who asks for more charts than may wait is told so at once; the others are answered in turn", async () => {
  const { charts, ask, bodies } = chartsScene();
  await using _charts = charts;
  for (const eventId of ["$1", "$2", "$3", "$4", "$5"]) ask(eventId);
  assert.deepEqual(bodies().length, 1);
  assert.match(bodies()[0] ?? "", /Ask again/);
  await until("four are answered", () => bodies().length === 5);
  assert.ok(
    bodies()
      .slice(1)
      .every((body) => /nothing was recorded/.test(body)),
  );
});

test("a room that is closed gets the words and why; nothing is drawn and nothing leaves", async () => {
  const { charts, ask, bodies, record, uploads } = chartsScene("closed");
  await using _charts = charts;
  record();
  ask("$1");
  await until("it is answered", () => bodies().length === 1);
  assert.match(
    bodies()[0] ?? "",
    /21\.0 °C to 25\.0 °C, last 21\.0 °C\n[\s\S]*No picture: it may go only into an encrypted room/,
  );
  assert.deepEqual(uploads, []);
});

test("an upload that fails costs the picture only", async () => {
  const { charts, ask, bodies, record, uploads } = chartsScene();
  await using _charts = charts;
  record();
  ask("$1");
  await until("it is answered", () => bodies().length === 1);
  assert.match(bodies()[0] ?? "", /No picture: the homeserver did not take it\./);
  assert.equal(uploads.length, 1);
});

test("when it ends what is not answered never is", async () => {
  const { charts, ask, bodies, record } = chartsScene();
  record();
  ask("$1");
  ask("$2");
  await charts[Symbol.asyncDispose]();
  assert.deepEqual(bodies(), []);
});
