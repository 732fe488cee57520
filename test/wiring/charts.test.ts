import assert from "node:assert/strict";
import { test } from "node:test";
import { chartSchema, chartType } from "../../schemas/chart.ts";
import { compileCheck } from "../../src/checking/compile-check.ts";
import type { Configuration } from "../../src/config/configuration.ts";
import { asRoomId } from "../../src/core/ids.ts";
import { talkToPeople } from "../../src/talk/talk-to-people.ts";
import { english, type Texts } from "../../src/texts/english.ts";
import { german } from "../../src/texts/german.ts";
import { wireCharts } from "../../src/wiring/charts.ts";
import { operators, things } from "../fakes/gate-scene.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { MemoryControlStore } from "../fakes/memory-control-store.ts";
import { MemoryReadingLog } from "../fakes/memory-reading-log.ts";
import { talkParts } from "../fakes/talk-parts.ts";
import { until } from "../fakes/until.ts";

const room = asRoomId("!room");
const hour = 3_600_000;
const [operator] = operators;

interface SceneOptions {
  readonly audience?: "open" | "closed";
  readonly texts?: Texts;
  /** The thread in which it is asked. */
  readonly thread?: string;
}

function chartsScene({ audience = "open", texts = english, thread }: SceneOptions = {}) {
  const clock = new HandClock();
  const store = new MemoryControlStore(() => clock.now());
  const readingLog = new MemoryReadingLog();
  const property = things[0]?.properties[0];
  assert.ok(property !== undefined);
  const uploads: number[] = [];
  const closed = { kind: "closed", code: "audience", detail: "Not to be heard." } as const;
  const talk = talkToPeople(talkParts({ things, clock, texts }));
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
    texts,
    talk,
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
  const ask = (eventId: string) => {
    assert.ok(operator !== undefined);
    const body = "!temperature 1h";
    const understood = talk.understand({ body, operator, eventId, isMentioned: false, thread });
    assert.ok(understood.kind === "chart");
    charts.ask({ chart: understood.chart, room, eventId });
  };
  const contents = () => store.outbox.map(({ event }) => event.content as Readonly<Record<string, unknown>>);
  const bodies = () => store.outbox.map(({ event }) => String((event.content as { body?: unknown }).body));
  return { charts, clock, ask, contents, bodies, record, uploads };
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
  const { charts, ask, bodies, record, uploads } = chartsScene({ audience: "closed" });
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

test("the words carry the numbers for programs", async () => {
  const { charts, clock, ask, contents, record } = chartsScene({ audience: "closed" });
  await using _charts = charts;
  record();
  ask("$1");
  await until("it is answered", () => contents().length === 1);
  const riding = contents()[0]?.[chartType];
  assert.deepEqual(compileCheck(chartSchema)(riding), { ok: true, value: riding });
  const now = clock.now();
  assert.deepEqual(riding, {
    v: 1,
    from_at: now - hour,
    to_at: now,
    series: [
      {
        thing: "greenhouse",
        name: "temperature",
        unit: "Cel",
        count: 3,
        least: "21.0",
        greatest: "25.0",
        last: "21.0",
        last_at: now - 600_000,
      },
    ],
  });
});

test("who asks in a thread, in another language, is answered there and so", async () => {
  const { charts, ask, contents, bodies, record } = chartsScene({ audience: "closed", texts: german, thread: "$root" });
  await using _charts = charts;
  record();
  for (const eventId of ["$1", "$2", "$3", "$4", "$5"]) ask(eventId);
  await until("all are answered", () => bodies().length === 5);
  assert.match(bodies()[0] ?? "", /^Ich zeichne noch andere Bilder/);
  assert.match(bodies()[1] ?? "", /21,0 °C bis 25,0 °C, zuletzt 21,0 °C\n[\s\S]*Kein Bild: es darf nur/);
  for (const { "m.relates_to": relation } of contents()) {
    const { rel_type: kind, event_id: root } = relation as Record<string, unknown>;
    assert.deepEqual([kind, root], ["m.thread", "$root"]);
  }
});
