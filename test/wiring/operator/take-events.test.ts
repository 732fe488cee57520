import assert from "node:assert/strict";
import { test } from "node:test";
import { telemetryExample, telemetryType } from "../../../schemas/telemetry.ts";
import { asRoomId, asUserId } from "../../../src/core/ids.ts";
import type { OpenedEvent, SenderFacts } from "../../../src/core/room-ports.ts";
import { systemClock } from "../../../src/machine/clock.ts";
import { AgentBook } from "../../../src/wiring/operator/agent-book.ts";
import { AgentTrust } from "../../../src/wiring/operator/agent-trust.ts";
import type { OperatorEvent } from "../../../src/wiring/operator/operator-event.ts";
import { TakeEvents } from "../../../src/wiring/operator/take-events.ts";
import { FakeEventOpener } from "../../fakes/fake-event-opener.ts";
import { MemoryControlStore } from "../../fakes/memory-control-store.ts";

const agent = asUserId("@box:x");
const facts: SenderFacts = {
  device: "signed",
  masterKey: "first",
  shield: "none",
  forwarded: false,
  sessionId: "s",
  index: 0,
};

function inbox() {
  const store = new MemoryControlStore();
  const opener = new FakeEventOpener();
  const told: OperatorEvent[] = [];
  const clock = systemClock("trusted");
  let count = 0;
  const start = () => {
    const book = new AgentBook(store);
    const onEvent = (event: OperatorEvent): void => void told.push(event);
    const trust = new AgentTrust(book, onEvent);
    const isWelcome = () => true;
    const isAgent = (user: string) => book.agents().some((known) => known === user);
    return { trust, events: new TakeEvents({ store, opener, clock, book, trust, isWelcome, isAgent, onEvent }) };
  };
  const arrive = (opened?: OpenedEvent): string => {
    const eventId = `$${++count}`;
    if (opened !== undefined) opener.opened.set(eventId, opened);
    const wire = { room: asRoomId("!r"), sender: agent, type: "m.room.encrypted", raw: "{}", receivedAt: 1 };
    store.keep([{ ...wire, eventId }], `t${count}`);
    return eventId;
  };
  return { store, opener, told, start, arrive };
}

const telemetry = (seq: number, change: Partial<SenderFacts> = {}): OpenedEvent => ({
  kind: "opened",
  type: telemetryType,
  content: { ...telemetryExample, seq },
  facts: { ...facts, index: seq, ...change },
});
const seqs = (told: readonly OperatorEvent[]) =>
  told.flatMap((event) => (event.kind === "readings" ? [event.seq] : []));

test("an event is told once: the same number, the same ciphertext and a restart change nothing", async () => {
  const { told, start, arrive, store } = inbox();
  const first = start();
  for (const event of [telemetry(1), telemetry(3), telemetry(2), telemetry(3, { index: 9 }), telemetry(1)])
    arrive(event);
  await first.events.takeAll(() => true);
  assert.deepEqual(seqs(told), [1, 3, 2]);
  const { duplicate, replay } = first.trust.ignored();
  assert.deepEqual([duplicate, replay], [1, 1]);
  const second = start();
  arrive(telemetry(3));
  arrive(telemetry(4, { sessionId: "t" }));
  await second.events.takeAll(() => true);
  assert.deepEqual(seqs(told), [1, 3, 2, 4]);
  assert.equal(store.nextEvent(0), undefined);
});

test("clear, unsigned, forwarded and shielded events are counted, not told", async () => {
  const { told, start, arrive } = inbox();
  const { events, trust } = start();
  arrive({ kind: "plaintext", type: telemetryType, content: { ...telemetryExample } });
  arrive({ kind: "isolated", code: "unsigned-device", sessionId: "s" });
  arrive(telemetry(1, { device: "unknown" }));
  arrive(telemetry(2, { forwarded: true }));
  arrive(telemetry(3, { shield: "grey" }));
  arrive({ kind: "opened", type: telemetryType, content: { v: 1 }, facts });
  await events.takeAll(() => true);
  assert.deepEqual(told, []);
  const { plaintext, unsigned, malformed, ...rest } = trust.ignored();
  assert.deepEqual([plaintext, unsigned, rest["untrusted-key"], malformed], [1, 2, 2, 1]);
});

test("an agent's first identity is kept over restarts; another one is told once and refused", async () => {
  const { told, start, arrive } = inbox();
  arrive(telemetry(1));
  await start().events.takeAll(() => true);
  const { events, trust } = start();
  arrive(telemetry(2, { masterKey: "second" }));
  arrive(telemetry(3, { masterKey: "second" }));
  await events.takeAll(() => true);
  assert.deepEqual(
    told.map(({ kind }) => kind),
    ["readings", "identity-changed"],
  );
  assert.equal(trust.ignored()["identity-changed"], 2);
});

test("an event whose key is late waits and is told when it came", async () => {
  const { told, start, arrive, opener } = inbox();
  const { events } = start();
  const late = arrive();
  arrive(telemetry(2));
  await events.takeAll(() => true);
  assert.deepEqual(seqs(told), [2]);
  opener.opened.set(late, telemetry(1));
  await events.takeAll(() => true);
  assert.deepEqual(seqs(told), [2, 1]);
});

test("a message is told only of whom is known as an agent", async () => {
  const { told, start, arrive } = inbox();
  const { events } = start();
  const message = (index: number): OpenedEvent => ({
    kind: "opened",
    type: "m.room.message",
    content: { msgtype: "m.text", body: "hi" },
    facts: { ...facts, sessionId: "m", index },
  });
  arrive(message(1));
  arrive(telemetry(1));
  arrive(message(2));
  await events.takeAll(() => true);
  assert.deepEqual(
    told.map(({ kind }) => kind),
    ["readings", "message"],
  );
});
