import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Operator } from "../../src/config/configuration.ts";
import { asThingId } from "../../src/core/ids.ts";
import type { OpenedEvent, SenderFacts } from "../../src/core/room-ports.ts";
import {
  agent,
  ana,
  bob,
  type GateScene,
  gateScene,
  goodFacts,
  pin,
  room,
  someCommand,
  things,
} from "../fakes/gate-scene.ts";
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
  { name: "flow", input: "40" },
  { name: "flow", input: "41" },
  { name: "flow", input: "4" },
  { name: "flow", input: "0" },
  { name: "vent", input: true },
  { name: "vent", input: false },
  { name: "siren", input: false },
  { name: "heater", input: true },
  { name: "temperature", input: "3" },
  { name: "nothing", input: 1 },
  { name: "water", op: "invoke" },
  { name: "water", op: "invoke", input: 120_000 },
  { name: "water", op: "invoke", input: 120_001 },
  { name: "rest", op: "invoke" },
  { name: "ack", op: "invoke" },
  { thing: "all", name: "ack", op: "invoke" },
  { name: "mute", op: "invoke", input: 7_200_000 },
  { thing: "all", name: "mute", op: "invoke", input: 604_800_001 },
  { thing: "all", name: "mute", op: "invoke", input: 604_800_000 },
  { thing: "all", name: "mute", op: "invoke", input: 0 },
  { thing: "all", name: "stop", op: "invoke" },
  { thing: "all", name: "release", op: "invoke" },
);

const envelope = target.chain(({ name, input, op = "write", thing = "greenhouse" }) =>
  fc.record(
    {
      v: mostly(1, 2),
      id: fc.oneof({ weight: 12, arbitrary: fc.uuid() }, { weight: 1, arbitrary: fc.string() }),
      agent: mostly(agent, ana),
      room_id: mostly(room, "!other"),
      thing: mostly(thing, "bath", "none", "all"),
      op: mostly(op, "write", "read", "invoke"),
      name: mostly(name, "rest", "stop"),
      input: mostly(input, "on", 1.5, null),
      issued_at: mostly(now, now - 400_000, now + 5_000, now + 6_000),
      expires_at: mostly(now + 30_000, now - 1, now + 4_000, now + 400_000),
      lease: fc.oneof(
        { weight: 12, arbitrary: fc.constant(undefined) },
        { weight: 3, arbitrary: fc.constantFrom<unknown>(1, 600_000, 0, -1, 1.5, "5", 400 * 86_400_000) },
      ),
    },
    { requiredKeys: ["v", "id", "agent", "room_id", "thing", "op", "name", "issued_at", "expires_at"] },
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
  const isOurs = sent.v === 1 && sent.agent === agent && sent.room_id === room;
  const isShort = isTime(issued) && isTime(expires) && expires > issued && expires - issued <= 300_000;
  const isFresh = isShort && (!world.clock || (Number(issued) <= now + 5000 && Number(expires) > now));
  const isUuid = typeof id === "string" && /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(id);
  const isHere = world.joined && world.staysJoined && world.encrypted;
  const isAnswered = world.answer === "right" || (world.answer === "none" && !asksBack(sent, world));
  const rest = isAnswered && hasRight(sent, world) && fits(sent);
  return isHere && isTrusted && isAlone && isOurs && isFresh && isUuid && rest;
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

interface World {
  readonly joined: boolean;
  /** Still there at the moment of acting. */
  readonly staysJoined: boolean;
  readonly encrypted: boolean;
  readonly clock: boolean;
  readonly answer: "none" | "right" | "of-another-wish" | "of-another-sender" | "late" | "made-up";
  readonly until: "never" | "later" | "now";
  readonly may: readonly ("read" | "write" | "invoke" | "admin")[];
  readonly thingsOnly: boolean;
}

function asksBack({ op, name, thing, input }: Record<string, unknown>, { clock }: World): boolean {
  if (op === "read" || name === "stop" || name === "ack" || (name === "mute" && input === 0)) return false;
  if (!clock || name === "water" || name === "siren") return true;
  return thing === "greenhouse" && name === "vent" && input !== false;
}

function hasRight({ thing, op, name }: Record<string, unknown>, { may, until, clock, thingsOnly }: World): boolean {
  if (until === "now" || (until === "later" && !clock)) return false;
  const isHis = !(thingsOnly && thing !== "greenhouse");
  if (op === "invoke" && isQuiet(name)) return may.some((right) => right !== "read") && (thing === "all" || isHis);
  if (thing === "all" && name === "release") return may.includes("admin") && !thingsOnly;
  if (thing === "all") return may.some((right) => right !== "read");
  return may.some((right) => right === op) && isHis;
}

function fits({ thing, op, name, input, lease }: Record<string, unknown>): boolean {
  const known = things.find(({ id }) => id === thing);
  const property = known?.properties.find((candidate) => candidate.name === name);
  if (lease !== undefined && op !== "write") return false;
  if (op === "invoke" && isQuiet(name)) return (known !== undefined || thing === "all") && fitsQuiet(name, input);
  if (thing === "all") return op === "invoke" && (name === "stop" || name === "release") && input === undefined;
  if (op === "invoke") return thing === "greenhouse" && fitsAction(name, input);
  if (op === "read") return property !== undefined && (input === undefined || input === "fresh");
  if (op !== "write" || property?.to === undefined) return false;
  if (lease !== undefined && !fitsLease(String(name), input, lease)) return false;
  if (property.name !== "setpoint" && property.name !== "flow") return typeof input === "boolean";
  const isFlow = property.name === "flow";
  const shape = isFlow ? /^[+-]?\d+(\.0+)?$/ : /^[+-]?\d+(\.\d0*)?$/;
  const number = typeof input === "string" && shape.test(input) ? Number(input) : input;
  if (typeof number !== "number" || !Number.isInteger(isFlow ? number : number * 10)) return false;
  return isFlow ? number === 0 || (number >= 5 && number <= 40) : number >= 5 && number <= 30;
}

function isQuiet(name: unknown): boolean {
  return name === "ack" || name === "mute";
}

function fitsQuiet(name: unknown, input: unknown): boolean {
  if (name === "ack") return input === undefined;
  return Number.isInteger(input) && Number(input) >= 0 && Number(input) <= 604_800_000;
}

function fitsAction(name: unknown, input: unknown): boolean {
  if (name === "rest" || input === undefined) return (name === "rest" || name === "water") && input === undefined;
  return name === "water" && Number.isInteger(input) && Number(input) >= 1 && Number(input) <= 120_000;
}

/** At most 366 days, and not of the `safe_value` itself. Whether there is one to go back to is asked when acting. */
function fitsLease(name: string, input: unknown, lease: unknown): boolean {
  if (!Number.isInteger(lease) || Number(lease) < 1 || Number(lease) > 366 * 86_400_000) return false;
  if (name === "heater" || name === "setpoint") return true;
  return input !== false && Number(input) !== 0;
}

const mostlyTrue = fc.oneof({ weight: 12, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) });

function mostlyThis<T>(right: T, ...others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 12, arbitrary: fc.constant(right) },
    { weight: others.length, arbitrary: fc.constantFrom(...others) },
  );
}

const madeUp = "AAAAAAAAAAAAAAAAAAAAAA";
const allRights = ["read", "write", "invoke", "admin"] as const;

const someWorld: fc.Arbitrary<World> = fc.record({
  joined: mostlyTrue,
  staysJoined: mostlyTrue,
  encrypted: mostlyTrue,
  clock: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  answer: fc.oneof(
    { weight: 6, arbitrary: fc.constant("none" as const) },
    { weight: 4, arbitrary: fc.constant("right" as const) },
    {
      weight: 2,
      arbitrary: fc.constantFrom("of-another-wish", "of-another-sender", "late", "made-up" as const),
    },
  ),
  until: mostlyThis<World["until"]>("never", "later", "now"),
  may: fc.oneof(
    { weight: 12, arbitrary: fc.constant(allRights) },
    { weight: 2, arbitrary: fc.subarray([...allRights]) },
  ),
  thingsOnly: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

function operatorsIn({ may, until, thingsOnly }: World): readonly Operator[] {
  const things = thingsOnly ? [asThingId("greenhouse")] : undefined;
  const end = until === "never" ? undefined : now + (until === "later" ? 3_600_000 : 0);
  return [
    { user: ana, masterKey: pin, trust: undefined, may, things, until: end },
    { user: bob, masterKey: pin, trust: undefined, may: allRights, things: undefined, until: undefined },
  ];
}

/** Asks for a challenge for this wish as an honest sender would; made up where the gate has no reason to ask back. */
async function askedNonce(
  sent: Readonly<Record<string, unknown>>,
  { answer, until, clock }: World,
  scene: GateScene,
): Promise<string> {
  if (answer === "made-up") return madeUp;
  const { thing, op, name, input, lease } = sent;
  const wish =
    answer === "of-another-wish" ? { thing: "bath", name: "fan", lease: 77 } : { thing, op, name, input, lease };
  const isBob = answer === "of-another-sender";
  scene.clock.setTrusted(clock && until !== "never");
  const facts = { sessionId: "asking", index: 0 };
  await scene.receive({ content: someCommand(scene.clock, wish), sender: isBob ? bob : ana, facts });
  if (answer === "late") {
    await scene.clock.advance(30_000);
    scene.clock.jump(-30_000);
  }
  const asked = scene.posted().find(({ content }) => content.code === "challenge")?.content.challenge;
  for (const list of [scene.refusals, scene.carried, scene.outcomes]) list.length = 0;
  return (asked as { readonly nonce: string } | undefined)?.nonce ?? madeUp;
}

test("a command event acts exactly when every rule holds, by an oracle of its own", async () => {
  const counts = { acted: 0, refused: 0, answered: 0 };
  await fc.assert(
    fc.asyncProperty(envelope, relation, relation, facts, someWorld, async (sent, outer, inner, told, world) => {
      await using scene = gateScene({ operators: operatorsIn(world) });
      const plain = JSON.parse(JSON.stringify({ ...sent, ...inner }));
      const challenge = world.answer === "none" ? undefined : await askedNonce(plain, world, scene);
      const content = { ...plain, ...(challenge === undefined ? {} : { challenge }) };
      const answer = challenge === madeUp ? "made-up" : world.answer;
      Object.assign(scene, { joined: world.joined, encrypted: world.encrypted });
      scene.clock.setTrusted(world.clock);
      const given = { ...goodFacts, ...told };
      if (!world.staysJoined) scene.opener.onRecheck = () => Object.assign(scene, { joined: false });
      await scene.receive({ content, facts: given, wireContent: { session_id: "session", ...outer } });
      // Stopping is not kept waiting by a second look.
      const isStop = content.thing === "all" && content.name === "stop";
      const staysJoined = world.staysJoined || isStop;
      const expected = mayAct(content, outer, inner, given, { ...world, answer, staysJoined });
      const seen = JSON.stringify({ content, given, world, refusals: scene.refusals });
      assert.equal(scene.carried.length, expected ? 1 : 0, seen);
      const isRefused =
        scene.refusals.length + scene.outcomes.filter(({ outcome }) => outcome.status === "refused").length;
      assert.equal(isRefused, expected ? 0 : 1, seen);
      assert.deepEqual(scene.faults, []);
      counts[expected ? "acted" : "refused"] += 1;
      if (expected && challenge !== undefined) counts.answered += 1;
    }),
    { numRuns: 3000 },
  );
  assert.ok(Math.min(...Object.values(counts)) > 50, JSON.stringify(counts));
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
