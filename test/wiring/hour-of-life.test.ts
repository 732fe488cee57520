import assert from "node:assert/strict";
import { test } from "node:test";
import { asRoomId, asUserId } from "../../src/core/ids.ts";
import type { PutOutcome, SealedEvent } from "../../src/core/room-ports.ts";
import { driverTable } from "../../src/drivers/driver-table.ts";
import { systemChance } from "../../src/machine/chance.ts";
import { machine } from "../../src/machine/machine.ts";
import type { MatrixLink } from "../../src/matrix/matrix-link.ts";
import { PutClear } from "../../src/matrix/put-clear.ts";
import { EventBudget } from "../../src/outbox/event-budget.ts";
import { openControlFile } from "../../src/store/control-file.ts";
import { english } from "../../src/texts/english.ts";
import { newcomerMemory } from "../../src/wiring/newcomers.ts";
import { openDevice } from "../../src/wiring/open-device.ts";
import { startRoomLife } from "../../src/wiring/room-life.ts";
import { configurationOf } from "../fakes/configuration-of.ts";
import { FakeEventOpener } from "../fakes/fake-event-opener.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { LimitedSender } from "../fakes/limited-sender.ts";
import { LogLines } from "../fakes/log-lines.ts";
import { MemoryReadingLog } from "../fakes/memory-reading-log.ts";
import { quietDelivery } from "../fakes/quiet-delivery.ts";
import { seededRandom } from "../fakes/seeded-random.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";

const [room, dataRoom] = [asRoomId("!people"), asRoomId("!data")];
const [agent, ana] = [asUserId("@agent:hs"), asUserId("@ana:hs")];
const minute = 60_000;
/** Two of them call people. */
const texts = ["!status", "!one/lamp_one on", "!two/lamp_two on", "!three temperature", "!things"];

/** Ten Things that measure every 5 s; those of `lamps` have a lamp that calls people while it is on. */
function settings() {
  const temperature = {
    type: "number",
    unit: "Cel",
    decimals: 1,
    from: { wave: "sine", low: "15", high: "30", period: "7m", every: "5s" },
    report: { at_most_every: "5s" },
  };
  const lamp = (line: string) => ({
    type: "boolean",
    ask: "never",
    from: { line, every: "1s" },
    to: { line, safe_value: false },
    limits: { max_on: "30m" },
    alerts: [{ is: true, text: `${line} is on`, repeat: "never" }],
  });
  const names = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
  const thing = (name: string, place: number) => ({
    connection: "trial",
    properties: { temperature, ...(place < 2 && { [`lamp_${name}`]: lamp(`lamp_${name}`) }) },
  });
  return {
    matrix: { homeserver: "https://hs", user: agent },
    operators: [{ user: ana, master_key: `${"A".repeat(43)}`, may: ["read", "write"] }],
    connections: { trial: { type: "simulated" } },
    things: Object.fromEntries(names.map((name, place) => [name, thing(name, place)])),
  };
}

/** What became of an hour: ms from each command to its answer, from each lamp that went on to its alert, and what was put off. */
interface Hour {
  readonly answers: readonly number[];
  readonly alerts: readonly number[];
  readonly events: number;
  /** Rooms of events that met a 429. */
  readonly putOff: readonly string[];
}

/** An hour in which the texts are typed at these minutes, at Synapse's default limits. */
async function playHour(minutes: readonly number[]): Promise<Hour> {
  using directory = temporaryDirectory();
  const configuration = configurationOf(directory.path, settings());
  const clock = new HandClock();
  const log = new LogLines();
  using store = openControlFile(directory.path, clock);
  const readingLog = new MemoryReadingLog();
  const limited = new LimitedSender(clock);
  limited.travelMs = 100;
  const putOff: string[] = [];
  const sender = {
    seal: (...asked: Parameters<LimitedSender["seal"]>) => limited.seal(...asked),
    async put(event: SealedEvent): Promise<PutOutcome> {
      const outcome = await limited.put(event);
      if (outcome.kind === "limited") putOff.push(event.room);
      return outcome;
    },
  };
  const opener = new FakeEventOpener();
  const link = {
    userId: agent,
    linkState: () => "up",
    rooms: {
      isJoined: () => true,
      members: () => [agent, ana],
      agents: () => [agent],
      isEncrypted: () => true,
      isStateEncrypted: () => true,
      state: () => undefined,
    },
    opener,
    sender,
    clear: new PutClear({ put: async () => ({ kind: "sent", eventId: "$clear" }) }, agent, english.notices),
    watchIdentities: () => ({ [Symbol.dispose]: () => undefined }),
  } as unknown as MatrixLink;
  const parts = { configuration, texts: english, clock, store, readingLog, stampOf: (at: number) => at, log };
  const opening = openDevice({ ...parts, drivers: driverTable, machine: machine(clock), readSecret: () => "" });
  await clock.advance(1_000);
  await using device = await opening;
  const life = startRoomLife({
    ...parts,
    ...device,
    startedAt: clock.now(),
    link,
    operation: { offer: () => ({ [Symbol.dispose]: () => undefined }) },
    rooms: { room, dataRoom },
    epoch: 1,
    budget: new EventBudget(clock),
    newcomers: { data: newcomerMemory(), people: newcomerMemory(), panel: newcomerMemory() },
    farewell: () => "hourly",
    delivery: () => quietDelivery(clock.now()),
    version: "test",
    chance: systemChance,
  });
  device.onChange((property) => life.changed(property));

  let index = 0;
  const type = (body: string): string => {
    index += 1;
    const eventId = `$typed${index}`;
    const facts = { device: "signed", masterKey: "A".repeat(43), shield: "none", forwarded: false } as const;
    const content = { msgtype: "m.text", body };
    opener.opened.set(eventId, {
      kind: "opened",
      type: "m.room.message",
      content,
      facts: { ...facts, sessionId: "s", index },
    });
    const raw = JSON.stringify({ origin_server_ts: clock.now(), content: { session_id: "s" } });
    const event = { room, eventId, sender: ana, type: "m.room.encrypted", raw, receivedAt: clock.now() };
    store.keep([event], String(index));
    life.wakeCommands();
    return eventId;
  };
  const people = () =>
    limited.arrived.flatMap(({ event, at }) =>
      event.room === room ? [{ at, content: JSON.parse(event.wire) as Record<string, unknown> }] : [],
    );
  const typed: { readonly eventId: string; readonly at: number }[] = [];
  for (const [place, body] of texts.entries()) {
    await clock.advance(Math.max(0, (minutes[place] ?? 0) * minute - clock.monotonic()));
    typed.push({ eventId: type(body), at: clock.monotonic() });
  }
  await clock.advance(60 * minute - clock.monotonic());

  const answerTo = (eventId: string) => people().find(({ content }) => JSON.stringify(content).includes(eventId));
  const answers = typed.map(({ eventId, at }) => (answerTo(eventId)?.at ?? Number.POSITIVE_INFINITY) - at);
  const rung = people().filter(({ content }) => content.msgtype === "m.text");
  const switched = typed.filter((_one, place) => texts[place]?.endsWith(" on") === true);
  const alerts = switched.map(({ at }, place) => (rung[place]?.at ?? Number.POSITIVE_INFINITY) - at);
  assert.ok(rung.length <= switched.length, JSON.stringify(people().map(({ content }) => content.body)));
  const closing = Promise.all([life.endCommands(), life[Symbol.asyncDispose](), device.outputs.stop()]);
  await clock.advance(5_000);
  await closing;
  return { answers, alerts, events: limited.arrived.length, putOff };
}

function judge({ answers, alerts, events, putOff }: Hour): void {
  for (const ms of answers) assert.ok(ms <= 10_000, `answers after ${answers.join(", ")} ms`);
  for (const ms of alerts) assert.ok(ms <= 10_000, `alerts after ${alerts.join(", ")} ms`);
  assert.deepEqual(
    putOff.filter((where) => where === room),
    [],
  );
  assert.ok(events > 100, "values and history went on");
  console.log(`${events} events in the hour, answers after ${answers.join(", ")} ms, ${putOff.length} put off`);
}

test("an hour of ten Things, five commands and two alerts at Synapse's default limits: each answer within 10 s, no alert or result is put off", async () => {
  judge(await playHour([7, 14, 21, 28, 35]));
});

test("so too whenever the commands come, with seconds between some of them", async () => {
  for (const seed of [1, 2, 3]) {
    const random = seededRandom(seed);
    const first = random.below(40);
    const minutes = Array.from(
      { length: texts.length },
      () => first + random.below(1_000) / 1_000 + random.below(3) * 5,
    );
    judge(await playHour(minutes.toSorted((one, other) => one - other)));
  }
});
