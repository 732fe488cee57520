import type { CommandContent } from "../../schemas/command.ts";
import type { Operator } from "../../src/config/configuration.ts";
import { CutArrivals, type CutReport } from "../../src/control/cut-arrivals.ts";
import { type Obedience, obeyCommands } from "../../src/control/obey-commands.ts";
import { PairDesk, type PairParts } from "../../src/control/pair.ts";
import type { CarryOut } from "../../src/control/run-commands.ts";
import type { RefusalReport } from "../../src/control/write-verdicts.ts";
import type { ChartWish } from "../../src/core/chart-wish.ts";
import type { Command } from "../../src/core/command.ts";
import { decimalOf, parseDecimal } from "../../src/core/decimal.ts";
import { asRoomId, asThingId, asUserId, type RoomId, type UserId } from "../../src/core/ids.ts";
import type { Outcome } from "../../src/core/outcome.ts";
import { noLimits, type Property } from "../../src/core/property.ts";
import type { EventOpener, InboxEvent, OpenedEvent, RoomFacts, SenderFacts } from "../../src/core/room-ports.ts";
import type { ControlStore, Pin } from "../../src/core/store-ports.ts";
import type { Thing } from "../../src/core/thing.ts";
import type { Value } from "../../src/core/value.ts";
import { talkToPeople } from "../../src/talk/talk-to-people.ts";
import { FakeEventOpener } from "./fake-event-opener.ts";
import { HandClock } from "./hand-clock.ts";
import { MemoryControlStore } from "./memory-control-store.ts";
import { someAction, someProperty, someThing } from "./some-thing.ts";
import { talkParts } from "./talk-parts.ts";

export const agent = asUserId("@greenhouse:example.org");
export const ana = asUserId("@ana:example.org");
export const bob = asUserId("@bob:example.org");
export const room = asRoomId("!room");
export const pin = "ana-master-key";

const plain = { trust: undefined, until: undefined };

export const operators: readonly Operator[] = [
  { ...plain, user: ana, masterKey: pin, may: ["read", "write", "invoke"], things: undefined },
  { ...plain, user: bob, masterKey: "bob-master-key", may: ["read"], things: [asThingId("greenhouse")] },
];

export const goodFacts: SenderFacts = {
  device: "signed",
  masterKey: pin,
  shield: "none",
  forwarded: false,
  sessionId: "session",
  index: 0,
};

function output(name: string, change: Partial<Property> & { readonly safe?: Value | null } = {}): Property {
  const { safe = false, ...rest } = change;
  const to = { connection: "trial", as: "value", settings: {}, conversion: {}, safeValue: safe };
  return someProperty({ in: "greenhouse", type: "boolean", decimals: 0, ...rest, name, to });
}

/** A greenhouse with one of everything the gate tells apart, and a cellar that also has a pump. */
export const things: readonly Thing[] = [
  someThing(
    "greenhouse",
    [
      someProperty({ in: "greenhouse", name: "temperature", title: "Temperature", unit: "Cel" }),
      output("pump", { title: "Pump", limits: { ...noLimits, maxOn: 1_800_000 } }),
      output("lamp", { title: "Lamp", ask: "never" }),
      output("heater", { title: "Heater", safe: null }),
      output("vent", { title: "Vent", critical: true, limits: { ...noLimits, maxOn: 60_000 } }),
      output("setpoint", {
        title: "Setpoint",
        type: "number",
        decimals: 1,
        unit: "Cel",
        safe: null,
        ask: "never",
        minimum: parseDecimal("5"),
        maximum: parseDecimal("30"),
      }),
      output("siren", { title: "Siren", ask: "always" }),
      output("flow", {
        title: "Flow",
        type: "number",
        decimals: 0,
        safe: decimalOf(0),
        maximum: parseDecimal("100"),
        limits: { ...noLimits, maxOn: 60_000, minimum: parseDecimal("5"), maximum: parseDecimal("40") },
      }),
    ],
    {
      title: "Greenhouse",
      aliases: ["gh"],
      actions: [
        someAction("water", {
          title: "Water",
          idempotent: false,
          work: { kind: "pulse", property: "pump", value: true, for: { default: 20_000, maximum: 120_000 } },
        }),
        someAction("rest", { title: "Rest", work: { kind: "write", writes: [{ property: "pump", value: false }] } }),
      ],
    },
  ),
  someThing(
    "bath",
    [
      {
        ...output("fan", { title: "Lüfter" }),
        ...someProperty({
          in: "bath",
          name: "fan",
          title: "Lüfter",
          type: "boolean",
          to: output("fan").to,
          ask: "never",
        }),
      },
    ],
    {
      title: "Bad (Obergeschoß)",
    },
  ),
];

export interface GateScene extends AsyncDisposable {
  readonly clock: HandClock;
  readonly store: MemoryControlStore;
  readonly opener: FakeEventOpener;
  readonly obedience: Obedience;
  readonly carried: Command[];
  readonly refusals: RefusalReport[];
  readonly pinned: Pin[];
  /** Types of steps of verifications that were handed on. */
  readonly steps: string[];
  /** Charts that may be drawn. */
  readonly charts: { readonly event: InboxEvent; readonly chart: ChartWish }[];
  readonly pairing: PairDesk;
  readonly outcomes: { readonly command: Command; readonly outcome: Outcome }[];
  readonly faults: unknown[];
  notices: number;
  joined: boolean;
  /** Who says that it is an agent of the room. */
  agents: readonly UserId[];
  /** What the cut before the inbox reported. */
  readonly cut: CutReport[];
  encrypted: boolean;
  /** Puts an event into the inbox and lets the gate look at it until nothing more happens. */
  receive(event?: Received): Promise<void>;
  wake(): Promise<void>;
  /** What was posted, newest last. */
  posted(): readonly { readonly type: string; readonly content: Readonly<Record<string, unknown>> }[];
  command(change?: Partial<Record<keyof CommandContent, unknown>>): Readonly<Record<string, unknown>>;
}

export interface Received {
  readonly sender?: string;
  readonly room?: string;
  readonly eventId?: string;
  readonly wireType?: string;
  readonly wireContent?: object;
  readonly sentAt?: number;
  readonly receivedAt?: number;
  readonly opened?: OpenedEvent | undefined;
  /** Short for an opened event of good facts. */
  readonly type?: string;
  readonly content?: Readonly<Record<string, unknown>>;
  readonly facts?: Partial<SenderFacts>;
}

export interface SceneOptions {
  readonly clock?: HandClock;
  readonly store?: MemoryControlStore;
  readonly opener?: FakeEventOpener;
  readonly carryOut?: CarryOut;
  readonly operators?: readonly Operator[];
  /** Nothing is looked at before `wake`. */
  readonly isAsleep?: boolean;
  /** Bytes for nonces and codes; else they count up. */
  readonly random?: () => number;
  readonly things?: readonly Thing[];
  readonly rooms?: readonly RoomId[];
  readonly roomFacts?: Partial<RoomFacts>;
  /** Opens events in place of `opener`, for tests with real encryption. */
  readonly openEvents?: EventOpener;
  /** Stands in for `store`, for tests on real files. */
  readonly controlStore?: ControlStore;
  readonly openPairing?: (parts: PairParts) => PairDesk;
  /** Another gate than the real one, for tests that break it. */
  readonly obey?: typeof obeyCommands;
}

export const done: Outcome = { status: "done", output: true, confirmed: "driver" };

let count = 0;
let randomByte = 0;

/** A gate on a store in memory with an opener that a test commands. Dispose and make it anew for a restart. */
export function gateScene(options: SceneOptions = {}): GateScene {
  const { obey = obeyCommands, things: known = things } = options;
  const clock = options.clock ?? new HandClock();
  const store = options.store ?? new MemoryControlStore(() => clock.now());
  const opener = options.opener ?? new FakeEventOpener();
  const carried: Command[] = [];
  const refusals: RefusalReport[] = [];
  const pinned: Pin[] = [];
  const steps: string[] = [];
  const charts: GateScene["charts"][number][] = [];
  const openPairing = options.openPairing ?? ((parts) => new PairDesk(parts));
  const pairing = openPairing({
    clock,
    store: options.controlStore ?? store,
    randomBytes: (bytes) => new Uint8Array(bytes).map((_, at) => at),
  });
  const outcomes: GateScene["outcomes"][number][] = [];
  const faults: unknown[] = [];
  const cut: CutReport[] = [];
  const listed = options.operators ?? operators;
  const arrivals = new CutArrivals({
    clock,
    mayCommand: (sender) => sender === agent || listed.some(({ user }) => user === sender),
    waiting: (sender) => store.waiting(sender),
    onCut: (report) => cut.push(report),
  });
  const carryOut = options.carryOut ?? (async () => done);
  const talk = talkToPeople(talkParts({ things: known, clock }));
  const obedience = obey({
    agent,
    rooms: options.rooms ?? [room],
    operators: listed,
    things: known,
    roomFacts: {
      isJoined: () => scene.joined,
      members: () => [],
      agents: () => scene.agents,
      isEncrypted: () => scene.encrypted,
      isStateEncrypted: () => false,
      ...options.roomFacts,
    },
    store: options.controlStore ?? store,
    opener: options.openEvents ?? opener,
    clock,
    random: (length) => Uint8Array.from({ length }, () => options.random?.() ?? randomByte++ % 256),
    speech: talk,
    pairing,
    onVerification: (_event, { type }) => steps.push(type),
    onChart: (event, chart) => charts.push({ event, chart }),
    onPinned: (newPin) => pinned.push(newPin),
    carryOut: (command, signal) => {
      carried.push(command);
      return carryOut(command, signal);
    },
    breathe: async () => {},
    tellUnsignedSession: () => {
      scene.notices += 1;
    },
    onRefusal: (report) => refusals.push(report),
    onOutcome: (command, outcome) => outcomes.push({ command, outcome }),
    onFault: (fault) => faults.push(fault),
  });
  const scene: GateScene = {
    clock,
    store,
    opener,
    obedience,
    carried,
    refusals,
    pinned,
    steps,
    charts,
    pairing,
    outcomes,
    faults,
    notices: 0,
    joined: true,
    agents: [agent],
    cut,
    encrypted: true,
    receive: async (received = {}) => {
      keep(received, scene, arrivals);
      if (options.isAsleep !== true) await scene.wake();
    },
    wake: async () => {
      obedience.wake();
      await clock.advance(0);
    },
    posted: () => store.outbox.map(({ event }) => ({ type: event.type, content: { ...event.content } })),
    command: (change = {}) => someCommand(clock, change),
    [Symbol.asyncDispose]: async () => {
      const ended = obedience[Symbol.asyncDispose]();
      await clock.advance(2_000);
      await ended;
      arrivals[Symbol.dispose]();
    },
  };
  return scene;
}

function keep(received: Received, { clock, store, opener, command }: GateScene, arrivals: CutArrivals): void {
  const { sender = ana, eventId = `$event${++count}`, wireType = "m.room.encrypted" } = received;
  const opened: OpenedEvent | undefined =
    "opened" in received
      ? received.opened
      : {
          kind: "opened",
          type: received.type ?? "dev.roomwire.command",
          content: received.content ?? command(),
          facts: { ...goodFacts, index: ++count, ...received.facts },
        };
  if (opened !== undefined) opener.opened.set(eventId, opened);
  const wire = received.wireContent ?? {
    session_id: opened?.kind === "opened" ? opened.facts.sessionId : "late-session",
  };
  const raw = JSON.stringify({ origin_server_ts: received.sentAt ?? clock.now(), content: wire });
  const place = asRoomId(received.room ?? room);
  const receivedAt = received.receivedAt ?? clock.now();
  const event = { room: place, eventId, sender: asUserId(sender), type: wireType, raw, receivedAt };
  if (!arrivals.mayCommand(event.sender) || !arrivals.admit(event)) return;
  // The gate's own writes are what a test lets fail, not the arrival.
  const { failNext } = store;
  store.failNext = undefined;
  store.keep([event], `token${count}`);
  store.failNext = failNext;
}

/** A good command: the pump on, valid for 30 s. */
export function someCommand(
  clock: HandClock,
  change: Partial<Record<keyof CommandContent, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return {
    v: 1,
    id: `00000000-0000-4000-8000-${String(++count).padStart(12, "0")}`,
    agent,
    room_id: room,
    thing: "greenhouse",
    op: "write",
    name: "pump",
    input: true,
    issued_at: clock.now(),
    expires_at: clock.now() + 30_000,
    ...change,
  };
}

/** A text as a client sends it. */
export function text(body: string, more: object = {}): Received {
  return { type: "m.room.message", content: { msgtype: "m.text", body, ...more } };
}
