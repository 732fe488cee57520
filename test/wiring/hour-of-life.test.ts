import assert from "node:assert/strict";
import { test } from "node:test";
import { asRoomId, asUserId } from "../../src/core/ids.ts";
import type { PutOutcome, SealedEvent } from "../../src/core/room-ports.ts";
import { driverTable } from "../../src/drivers/driver-table.ts";
import { systemChance } from "../../src/machine/chance.ts";
import { machine } from "../../src/machine/machine.ts";
import type { MatrixLink } from "../../src/matrix/matrix-link.ts";
import { EventBudget } from "../../src/outbox/event-budget.ts";
import { openControlFile } from "../../src/store/control-file.ts";
import { english } from "../../src/texts/english.ts";
import { openDevice } from "../../src/wiring/open-device.ts";
import { startRoomLife } from "../../src/wiring/room-life.ts";
import { configurationOf } from "../fakes/configuration-of.ts";
import { FakeEventOpener } from "../fakes/fake-event-opener.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { LimitedSender } from "../fakes/limited-sender.ts";
import { LogLines } from "../fakes/log-lines.ts";
import { MemoryReadingLog } from "../fakes/memory-reading-log.ts";
import { quietDelivery } from "../fakes/quiet-delivery.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";

const [room, dataRoom] = [asRoomId("!people"), asRoomId("!data")];
const [agent, ana] = [asUserId("@agent:hs"), asUserId("@ana:hs")];
const minute = 60_000;

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

test("an hour of ten Things, five commands and two alerts at Synapse's default limits: each answer within 10 s, no alert or result is put off", async () => {
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
    clear: { put: async () => ({ kind: "sent", eventId: "$clear" }) },
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
  const answerTo = (eventId: string) => people().find(({ content }) => JSON.stringify(content).includes(eventId));

  const waits: number[] = [];
  const texts = ["!status", "!one/lamp_one on", "!two/lamp_two on", "!three temperature", "!things"];
  for (const [place, body] of texts.entries()) {
    await clock.advance(7 * minute);
    const at = clock.monotonic();
    const eventId = type(body);
    await clock.advance(10_000);
    const answer = answerTo(eventId) ?? assert.fail(`${body} was not answered within 10 s (${place})`);
    waits.push(answer.at - at);
  }
  await clock.advance(60 * minute - clock.monotonic());

  const rung = people().filter(({ content }) => content.msgtype === "m.text");
  assert.equal(rung.length, 2, JSON.stringify(people().map(({ content }) => content.body)));
  assert.deepEqual(
    putOff.filter((where) => where === room),
    [],
  );
  const events = limited.arrived.length;
  console.log(`${events} events in the hour, answers after ${waits.join(", ")} ms, ${putOff.length} put off`);
  assert.ok(events > 100, "values and history went on");
  const closing = Promise.all([life.endCommands(), life[Symbol.asyncDispose](), device.outputs.stop()]);
  await clock.advance(5_000);
  await closing;
});
