import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Receipt } from "../../src/core/receipt.ts";
import { MqttAcknowledgements } from "../../src/machine/mqtt-acknowledgements.ts";
import { HandClock } from "../fakes/hand-clock.ts";

const bytes = (text: string) => Buffer.from(text);

function setUp(note?: Uint8Array) {
  const clock = new HandClock();
  const sent: string[] = [];
  const connection = {
    acknowledge: (id: number) => void sent.push(`ack ${id}`),
    ping: () => {
      sent.push("ping");
      acknowledgements.pingSent();
    },
  };
  const acknowledgements = new MqttAcknowledgements("broker", note, clock);
  acknowledgements.begin(connection, true);
  const come = (id: number, isRepeat = false, text = `message ${id}`): Receipt | undefined => {
    const held = acknowledgements.came(id, isRepeat, "t", bytes(text));
    return held && acknowledgements.take(held);
  };
  return { acknowledgements, connection, clock, sent, come };
}

test("messages are acknowledged in the order in which they came, whichever is settled first", () => {
  const { sent, come } = setUp();
  const [first, second, third] = [come(7), come(8), come(9)];
  third?.settle();
  second?.settle();
  assert.deepEqual(sent, []);
  first?.settle();
  assert.deepEqual(sent, ["ack 7", "ack 8", "ack 9", "ping"]);
});

test("what comes again is acknowledged again and handed on once, in this run and in the next", () => {
  const { acknowledgements, connection, sent, come } = setUp();
  const receipt = come(7);
  const note = receipt?.note();
  receipt?.settle();
  acknowledgements.begin(connection, true);
  assert.equal(come(7, true), undefined);
  assert.deepEqual(sent, ["ack 7", "ping", "ack 7", "ping"]);
  const next = setUp(note);
  assert.equal(next.come(7, true), undefined);
  assert.deepEqual(next.sent, ["ack 7", "ping"]);
});

test("what comes again before it was settled is acknowledged when it is", () => {
  const { acknowledgements, connection, sent, come } = setUp();
  const receipt = come(7);
  acknowledgements.begin(connection, true);
  assert.equal(come(7, true), undefined);
  assert.deepEqual(sent, []);
  receipt?.settle();
  assert.deepEqual(sent, ["ack 7", "ping"]);
});

test("a message under a known number is another one when it is sent first, when its content differs, or in a new session", () => {
  const { acknowledgements, connection, come } = setUp();
  come(7)?.settle();
  assert.ok(come(7, true, "another"));
  come(8)?.settle();
  assert.ok(come(8, false));
  come(9)?.settle();
  acknowledgements.begin(connection, false);
  assert.ok(come(9, true));
});

test("once the broker answered a ping sent after an acknowledgement, the number is free for another message of the same content", () => {
  const { acknowledgements, sent, come } = setUp();
  const first = come(7);
  come(8);
  first?.settle();
  assert.ok(come(7, true) === undefined, "not proven yet");
  acknowledgements.pingAnswered();
  acknowledgements.pingAnswered();
  assert.ok(come(7, true));
  assert.deepEqual(sent.filter((line) => line === "ping").length, 1);
});

test("the note holds what was handed on and may come again, and nothing that only waits", () => {
  const { acknowledgements, clock, come } = setUp(new Uint8Array([0, 5, 1, 2, 3, 4]));
  const receipt = come(7);
  acknowledgements.came(8, false, "t", bytes("nobody took it yet"));
  const ids = () => {
    const note = receipt?.note() ?? new Uint8Array();
    return Array.from({ length: note.length / 6 }, (_, place) => Buffer.from(note).readUInt16BE(place * 6));
  };
  assert.deepEqual(ids(), [5, 7]);
  clock.jumpMonotonic(60_000);
  assert.deepEqual(ids(), [7], "whatever is to come again came within a minute");
});

test("no bytes make a note that cannot be read", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 50 }), (note) => void setUp(note)));
});

/** A broker as MQTT has it, a reading log that loses what was not committed, and links that lose what is under way. */
function world(window: number, ids: number, textOf: (number: number) => string) {
  const clock = new HandClock();
  const durable = { readings: [] as number[], note: undefined as Uint8Array | undefined };
  let published = 0;
  let lastId = 0;
  /** At the broker: sent and not acknowledged, in order. */
  let inFlight: { readonly id: number; readonly number: number; isSent: boolean; wasSent: boolean }[] = [];
  const queue: number[] = [];
  /** From agent to broker, not there yet. */
  let uplink: (number | "ping")[] = [];
  let memory: { readonly number: number; readonly receipt: Receipt }[] = [];
  let agent = startAgent();

  function startAgent() {
    memory = [];
    return new MqttAcknowledgements("broker", durable.note, clock);
  }
  function connect(): void {
    uplink = [];
    for (const message of inFlight) message.isSent = false;
    agent.begin(
      {
        acknowledge: (id) => void uplink.push(id),
        ping: () => {
          uplink.push("ping");
          agent.pingSent();
        },
      },
      true,
    );
  }
  function send(): void {
    if (inFlight.length < window && queue.length > 0) {
      lastId = (lastId % ids) + 1;
      inFlight.push({ id: lastId, number: queue.shift() ?? 0, isSent: false, wasSent: false });
    }
    const message = inFlight.find(({ isSent }) => !isSent);
    if (message === undefined) return;
    message.isSent = true;
    const held = agent.came(message.id, message.wasSent, "t", bytes(textOf(message.number)));
    message.wasSent = true;
    if (held !== undefined) memory.push({ number: message.number, receipt: agent.take(held) });
  }
  connect();
  return {
    clock,
    durable,
    published: () => published,
    isQuiet: () => queue.length + inFlight.length + memory.length === 0,
    publish: () => void queue.push(++published),
    send,
    commit(): void {
      const batch = memory;
      memory = [];
      durable.readings.push(...batch.map(({ number }) => number));
      if (batch[0] !== undefined) durable.note = batch[0].receipt.note();
      for (const { receipt } of batch) receipt.settle();
    },
    /** One thing of the agent reaches the broker. */
    hear(): void {
      const said = uplink.shift();
      if (said === "ping") agent.pingAnswered();
      else if (said !== undefined) {
        assert.equal(inFlight[0]?.id, said, "acknowledged out of order");
        inFlight = inFlight.slice(1);
      }
    },
    breakLink: connect,
    crash(): void {
      agent = startAgent();
      connect();
    },
    /** Killed between the commit and the acknowledgements. */
    crashAfterCommit(): void {
      this.commit();
      this.crash();
    },
    wait: () => clock.jumpMonotonic(7_000),
  };
}

const steps = ["publish", "send", "commit", "hear", "breakLink", "crash", "crashAfterCommit", "wait"] as const;
const course = fc.array(
  fc.oneof(
    { weight: 10, arbitrary: fc.constantFrom("publish", "send", "hear") },
    { weight: 2, arbitrary: fc.constantFrom(...steps) },
  ),
  { minLength: 50, maxLength: 600 },
);

for (const [name, textOf] of [
  ["each of its own content", (number: number) => `m${number}`],
  ["all of the same content", () => "press"],
] as const) {
  test(`through lost links, crashes and lost acknowledgements every message is kept once and in order: ${name}`, () => {
    fc.assert(
      fc.property(course, fc.integer({ min: 1, max: 12 }), (course, window) => {
        const all = world(window, 300, textOf);
        for (const step of course) all[step]();
        for (let turn = 0; !all.isQuiet(); turn++) {
          assert.ok(turn < 10_000, "it stands still");
          all.send();
          if (turn % 5 === 0) all.commit();
          all.hear();
        }
        assert.deepEqual(
          all.durable.readings,
          Array.from({ length: all.published() }, (_, place) => place + 1),
        );
      }),
      { numRuns: 300 },
    );
  });
}
