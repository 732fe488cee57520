import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { OpenedEvent, SenderFacts } from "../../src/core/room-ports.ts";
import { agent, ana, gateScene, goodFacts, pin, room, things } from "../fakes/gate-scene.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { MemoryControlStore } from "../fakes/memory-control-store.ts";

const now = new HandClock().now();

/** Mostly what is right, sometimes anything. */
function mostly<T>(right: T, ...wrong: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 12, arbitrary: fc.constant<unknown>(right) },
    { weight: 1, arbitrary: fc.oneof(...wrong.map((value) => fc.constant(value)), fc.jsonValue()) },
  );
}

const target = fc.constantFrom(
  { name: "pump", input: true },
  { name: "pump", input: false },
  { name: "lamp", input: true },
  { name: "setpoint", input: "21.5" },
  { name: "setpoint", input: "99" },
  { name: "vent", input: true },
  { name: "temperature", input: "3" },
  { name: "nothing", input: 1 },
);

const envelope = target.chain(({ name, input }) =>
  fc.record(
    {
      v: mostly(1, 2),
      id: fc.oneof({ weight: 12, arbitrary: fc.uuid() }, { weight: 1, arbitrary: fc.string() }),
      agent: mostly(agent, ana),
      room_id: mostly(room, "!other"),
      thing: mostly("greenhouse", "bath", "none"),
      op: mostly("write", "read", "invoke"),
      name: mostly(name, "rest"),
      input: mostly(input, "on", 1.5, null),
      issued_at: mostly(now, now - 400_000, now + 6_000),
      expires_at: mostly(now + 30_000, now - 1, now + 400_000),
      lease: fc.oneof({ weight: 12, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constant(5) }),
    },
    { requiredKeys: ["v", "id", "agent", "room_id", "thing", "op", "name", "input", "issued_at", "expires_at"] },
  ),
);

const relation = fc.oneof(
  { weight: 12, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      { "m.relates_to": {} },
      { "m.relates_to": null },
      { "m.new_content": {} },
      { "m.relates_to": { rel_type: "m.replace" } },
    ),
  },
);

const facts = fc.record({
  device: fc.oneof(
    { weight: 12, arbitrary: fc.constant("signed" as const) },
    { weight: 1, arbitrary: fc.constantFrom("unsigned" as const, "unknown" as const) },
  ),
  masterKey: fc.oneof(
    { weight: 12, arbitrary: fc.constant<string | undefined>(pin) },
    { weight: 1, arbitrary: fc.constantFrom(undefined, "", "other") },
  ),
  shield: fc.oneof(
    { weight: 12, arbitrary: fc.constant("none" as const) },
    { weight: 1, arbitrary: fc.constantFrom("grey" as const, "red" as const) },
  ),
  forwarded: fc.oneof({ weight: 12, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  index: fc.nat(20),
});

/** Written anew from the design's words, knowing nothing of the gate's own code. */
function mayAct(sent: Record<string, unknown>, outer: object, inner: object, told: SenderFacts, world: World): boolean {
  const { id, issued_at: issued, expires_at: expires } = sent;
  const isTrusted = told.device === "signed" && told.masterKey === pin && told.shield === "none" && !told.forwarded;
  const isAlone = Object.keys(outer).length === 0 && Object.keys(inner).length === 0;
  const isOurs = sent.v === 1 && sent.agent === agent && sent.room_id === room && sent.lease === undefined;
  const isFresh =
    typeof issued === "number" &&
    typeof expires === "number" &&
    Number.isInteger(issued) &&
    issued <= now + 5000 &&
    expires > now &&
    expires > issued &&
    expires - issued <= 300_000;
  const isUuid = typeof id === "string" && /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(id);
  return (
    world.joined && world.encrypted && world.clock && isTrusted && isAlone && isOurs && isFresh && isUuid && fits(sent)
  );
}

interface World {
  readonly joined: boolean;
  readonly encrypted: boolean;
  readonly clock: boolean;
}

function fits({ thing, op, name, input }: Record<string, unknown>): boolean {
  const known = things.find(({ id }) => id === thing);
  const property = known?.properties.find((candidate) => candidate.name === name);
  if (op === "invoke") return thing === "greenhouse" && name === "rest" && input === undefined;
  if (op === "read") return property !== undefined && (input === undefined || input === "fresh");
  if (op !== "write" || property?.to === undefined) return false;
  if (property.name === "vent") return input === false;
  if (property.name !== "setpoint") return typeof input === "boolean";
  const number = typeof input === "string" && /^[+-]?\d+(\.\d)?$/.test(input) ? Number(input) : input;
  return typeof number === "number" && Number.isInteger(number * 10) && number >= 5 && number <= 30;
}

const mostlyTrue = fc.oneof({ weight: 12, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) });

test("a command event acts exactly when every rule holds, by an oracle of its own", async () => {
  const counts = { acted: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(
      envelope,
      relation,
      relation,
      facts,
      fc.record({ joined: mostlyTrue, encrypted: mostlyTrue, clock: mostlyTrue }),
      async (sent, outer, inner, told, world) => {
        await using scene = gateScene();
        Object.assign(scene, { joined: world.joined, encrypted: world.encrypted });
        scene.clock.setTrusted(world.clock);
        const content = JSON.parse(JSON.stringify({ ...sent, ...inner }));
        const given = { ...goodFacts, ...told };
        await scene.receive({ content, facts: given, wireContent: { session_id: "session", ...outer } });
        const expected = mayAct(content, outer, inner, given, world);
        assert.equal(
          scene.carried.length,
          expected ? 1 : 0,
          JSON.stringify({ content, given, refusals: scene.refusals }),
        );
        assert.equal(scene.refusals.length, expected ? 0 : 1);
        assert.equal(scene.store.finished.length, expected ? 1 : 0);
        assert.deepEqual(scene.faults, []);
        counts[expected ? "acted" : "refused"] += 1;
      },
    ),
    { numRuns: 1500 },
  );
  assert.ok(counts.acted > 50 && counts.refused > 50, JSON.stringify(counts));
});

test("arbitrary contents, wires and openings never throw, never act, and are judged", async () => {
  const wild = fc.dictionary(
    fc.constantFrom(
      "m.relates_to",
      "m.new_content",
      "body",
      "msgtype",
      "v",
      "id",
      "session_id",
      "__proto__",
      "constructor",
    ),
    fc.jsonValue(),
  );
  const kind = fc.constantFrom<"opened" | "plaintext">("opened", "plaintext");
  const type = fc.oneof(fc.constantFrom("dev.roomwire.command", "m.room.message", "m.room.encrypted"), fc.string());
  await fc.assert(
    fc.asyncProperty(kind, type, wild, wild, fc.boolean(), async (opening, eventType, content, wire, isStranger) => {
      await using scene = gateScene();
      const inner = JSON.parse(JSON.stringify(content));
      const opened: OpenedEvent =
        opening === "opened"
          ? { kind: "opened", type: eventType, content: inner, facts: goodFacts }
          : { kind: "plaintext", type: eventType, content: inner };
      await scene.receive({ opened, wireContent: wire, sender: isStranger ? "@mallory:example.org" : ana });
      assert.deepEqual([scene.carried, scene.faults], [[], []]);
      assert.equal(scene.store.nextEvent(0), undefined);
    }),
    { numRuns: 800 },
  );
});

/** A store as one process holds it: after its end, as after kill -9, that process writes nothing more. */
function mortal(store: MemoryControlStore): { readonly store: MemoryControlStore; readonly end: () => void } {
  let isDead = false;
  const handler: ProxyHandler<MemoryControlStore> = {
    get: (target, key) => {
      if (isDead) throw new Error("this process has ended");
      const member: unknown = Reflect.get(target, key, target);
      return typeof member === "function" ? member.bind(target) : member;
    },
    set: (target, key, value) => Reflect.set(target, key, value, target),
  };
  const end = () => {
    isDead = true;
  };
  return { store: new Proxy(store, handler), end };
}

test("whatever fails in between, every command begun ends exactly once, over restarts", async () => {
  const step = fc.constantFrom(
    "command",
    "same",
    "throw",
    "hang",
    "release",
    "store-fails",
    "restart",
    "wait",
    "distrust",
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      let mode = "done";
      const held: (() => void)[] = [];
      const carryOut = async () => {
        if (mode === "throw") throw new Error("a bug");
        if (mode === "hang") await new Promise<void>((resolve) => held.push(resolve));
        return { status: "done", output: undefined, confirmed: "none" } as const;
      };
      const clock = new HandClock();
      const store = new MemoryControlStore(() => clock.now());
      let life = mortal(store);
      let scene = gateScene({ carryOut, clock, store: life.store });
      let last = scene.command();
      const acted = new Map<string, number>();
      const count = () => {
        for (const { id } of scene.carried.splice(0)) acted.set(id, (acted.get(id) ?? 0) + 1);
      };
      for (const action of steps) {
        if (action === "command") {
          last = scene.command();
          await scene.receive({ content: last });
        } else if (action === "same") await scene.receive({ content: last });
        else if (action === "throw" || action === "hang") mode = action;
        else if (action === "release") {
          mode = "done";
          for (const release of held.splice(0)) release();
        } else if (action === "store-fails") store.failNext = new Error("disk full");
        else if (action === "distrust") scene.opener.factsNow = { masterKey: "swapped" };
        else if (action === "wait") await scene.clock.advance(2_000);
        else {
          count();
          const { opener } = scene;
          if (steps.length % 2 === 0) await scene[Symbol.asyncDispose]();
          life.end();
          life = mortal(store);
          store.failNext = undefined;
          scene = gateScene({ carryOut, clock, store: life.store, opener });
          scene.obedience.wake();
        }
        await scene.clock.advance(0);
        count();
      }
      store.failNext = undefined;
      for (const release of held.splice(0)) release();
      await scene.clock.advance(5_000);
      count();
      await scene[Symbol.asyncDispose]();
      const begun = store.journal.map(({ command }) => command.id);
      const ended = store.finished.map(({ commandId }) => commandId);
      assert.deepEqual([...ended].sort(), [...begun].sort());
      assert.ok([...acted.values()].every((times) => times === 1));
    }),
    { numRuns: 400 },
  );
});
