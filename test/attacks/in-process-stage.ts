import { commandType } from "../../schemas/command.ts";
import type { Configuration } from "../../src/config/configuration.ts";
import { carryOut } from "../../src/control/carry-out.ts";
import { MaxOn } from "../../src/control/max-on.ts";
import type { obeyCommands } from "../../src/control/obey-commands.ts";
import { ReadBack } from "../../src/control/read-back.ts";
import { asRoomId, asUserId } from "../../src/core/ids.ts";
import type { EventOpener, SenderFacts } from "../../src/core/room-ports.ts";
import type { ControlStore } from "../../src/core/store-ports.ts";
import { wireText } from "../../src/drivers/wire-text.ts";
import { cutSync } from "../../src/matrix/cut-sync.ts";
import { loadLibrary } from "../../src/matrix/load-library.ts";
import { OpenEvent } from "../../src/matrix/open-event.ts";
import { agent, ana, bob, type GateScene, gateScene, room } from "../fakes/gate-scene.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { MemoryControlStore } from "../fakes/memory-control-store.ts";
import { seededRandom } from "../fakes/seeded-random.ts";
import type { Puppet } from "../homeserver/lying/puppet.ts";
import { timelineOf } from "../homeserver/lying/sync-feed.ts";
import type { Content, ToDevice, WireEvent } from "../homeserver/lying/wire.ts";
import { attackConfiguration } from "./attack-configuration.ts";
import { type CryptoWorld, openCryptoWorld } from "./crypto-world.ts";
import type { Claim, Fate, HeldKeys, NearStage, Person, Sent } from "./stage.ts";

const dataRoom = asRoomId("!data");

/** What outlasts one variant: encryption and people are dear to make. */
export interface Ground extends Disposable {
  readonly world: CryptoWorld;
  readonly configuration: Configuration;
  readonly people: Readonly<Record<"owner" | "reader" | "unpinned" | "stranger", Puppet>>;
}

export async function openGround(): Promise<Ground> {
  const { wasm } = await loadLibrary(() => undefined);
  const world = await openCryptoWorld(wasm, agent);
  const [owner, reader, unpinned, stranger] = await Promise.all([
    world.person(ana, "PHONE", true),
    world.person(bob, "TABLET", true),
    world.person("@cleo:example.org", "LAPTOP", true),
    world.person("@mallory:example.org", "LAPTOP", true),
  ]);
  const configuration = attackConfiguration({
    homeserver: "https://example.org",
    agent,
    room,
    dataRoom,
    directory: "/",
    owner,
    reader,
    unpinned: unpinned.user,
  });
  return {
    world,
    configuration,
    people: { owner, reader, unpinned, stranger },
    [Symbol.dispose]: () => world[Symbol.dispose](),
  };
}

export interface StageOptions {
  readonly obey?: typeof obeyCommands;
  /** Made anew at each start of the agent. */
  readonly openStore?: () => ControlStore & Partial<Disposable>;
}

/** A stage whose end can be judged from outside the agent. */
export interface JudgedStage extends AsyncDisposable {
  fateOf(claim: Claim): Fate;
  /** What reached the hardware, in order: `line=level` for every single write. */
  readonly writes: readonly string[];
  /** What had to reach it, in order. */
  readonly lawful: readonly string[];
  /** Faults of the agent itself. */
  readonly faults: readonly unknown[];
}

/** The real gate with real encryption, on a clock moved by hand, from the cut of a /sync body down to the hardware. */
export class InProcessStage implements NearStage, JudgedStage {
  readonly random;
  readonly agent = agent;
  readonly room = room;
  readonly dataRoom = dataRoom;
  readonly owner: Person;
  readonly reader: Person;
  readonly unpinned: Person;
  readonly stranger: Person;
  readonly clock = new HandClock();
  readonly writes: string[] = [];
  readonly lawful: string[] = [];
  readonly #ground: Ground;
  readonly #options: StageOptions;
  readonly #memory = new MemoryControlStore(() => this.clock.now());
  readonly #opener: EventOpener;
  /** One for each start. */
  readonly #scenes: GateScene[] = [];
  readonly #out = new Set<string>();
  #store: ControlStore & Partial<Disposable>;
  #scene: GateScene;
  #busy = 0;
  #isEncrypted = true;
  #distortion: Partial<SenderFacts> = {};
  #held: ToDevice[] | undefined;
  #take: () => Promise<void> = async () => {};
  #afterWaiting: (() => Promise<void>) | undefined;
  #hardware: Promise<void> = Promise.resolve();

  constructor(ground: Ground, seed: number, options: StageOptions = {}) {
    this.#ground = ground;
    this.#options = options;
    this.random = seededRandom(seed);
    const { owner, reader, unpinned, stranger } = ground.people;
    this.owner = this.#person(owner);
    this.reader = this.#person(reader);
    this.unpinned = this.#person(unpinned);
    this.stranger = this.#person(stranger);
    this.#opener = this.#counted(new OpenEvent({ ...ground.world.opening, clock: this.clock }));
    this.#store = options.openStore?.() ?? this.#memory;
    this.#scene = this.#open();
  }

  command(change: Content = {}): Content {
    const now = this.clock.now();
    return {
      v: 1,
      id: this.random.uuid(),
      agent,
      room_id: room,
      thing: "hall",
      op: "write",
      name: "dial",
      input: this.value(),
      issued_at: now - this.random.below(1_000),
      expires_at: now + 1_000 + this.random.below(60_000),
      ...change,
    };
  }

  value(): number {
    return nextValue++;
  }

  async obeyed(change: Content = {}): Promise<Sent> {
    const content = this.command(change);
    const event = await this.owner.seal(commandType, content);
    this.lawful.push(`dial=${content.input}`);
    await this.deliver([event]);
    return { event, content, command: String(content.id) };
  }

  async deliver(events: readonly WireEvent[], place: string = room): Promise<void> {
    const body = { next_batch: `s${nextValue}`, rooms: { join: { [place]: timelineOf(events) } } };
    const cut = cutSync(body as unknown as Parameters<typeof cutSync>[0], {
      self: asUserId(agent),
      isKnown: (id) => id === room || id === dataRoom,
      isWelcome: () => false,
      admit: () => true,
      now: this.clock.now(),
      initial: false,
    });
    this.#store.keep(cut.events, body.next_batch);
    this.#scene.obedience.wake();
    await this.settle();
  }

  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 8; quiet++) {
      await new Promise((done) => setImmediate(done));
      if (this.#busy > 0) quiet = 0;
    }
    await this.clock.advance(0);
  }

  async lieAboutKeys(user: string, edit: Parameters<CryptoWorld["tellKeys"]>[1]): Promise<AsyncDisposable> {
    await this.#ground.world.tellKeys(user, edit);
    return { [Symbol.asyncDispose]: () => this.#ground.world.tellKeys(user, undefined) };
  }

  async lieAboutMember(user: string, membership: "join" | "leave" | "ban"): Promise<AsyncDisposable> {
    if (membership !== "join") this.#out.add(user);
    return { [Symbol.asyncDispose]: async () => void this.#out.delete(user) };
  }

  /** State beside the members is nothing that the gate ever sees. */
  async tellState(): Promise<void> {}

  puppet(user: string, device: string): Promise<Puppet> {
    return this.#ground.world.person(user, device, false);
  }

  async sealAs(puppet: Puppet, type: string, content: Content, place: string = room): Promise<WireEvent> {
    const { event, toDevice } = await puppet.seal(place, [agent], type, content);
    if (this.#held !== undefined) this.#held.push(...toDevice);
    else if (toDevice.length > 0) await this.#ground.world.take(toDevice);
    return { ...event, origin_server_ts: this.clock.now() };
  }

  holdKeys(how?: "for ever"): HeldKeys {
    this.#held = [];
    const take = async (): Promise<void> => {
      const messages = how === "for ever" ? [] : (this.#held ?? []);
      this.#held = undefined;
      if (messages.length > 0) await this.#ground.world.take(messages);
      this.#scene.obedience.wake();
    };
    this.#take = take;
    const release = async (): Promise<void> => {
      await take();
      await this.settle();
    };
    return { release, [Symbol.asyncDispose]: release };
  }

  releaseAtFirstLook(): void {
    this.#afterWaiting = this.#take;
  }

  renewSession(): Promise<void> {
    return this.#ground.people.owner.renew(room);
  }

  async restart(): Promise<void> {
    await this.#close();
    this.#store = this.#options.openStore?.() ?? this.#memory;
    this.#scene = this.#open();
    this.#scene.obedience.wake();
    await this.settle();
  }

  async pass(ms: number): Promise<void> {
    await this.clock.advance(ms);
    await this.settle();
  }

  forgetEncryption(): Disposable {
    this.#isEncrypted = false;
    return defer(() => {
      this.#isEncrypted = true;
    });
  }

  distortFacts(change: Partial<SenderFacts>): Disposable {
    this.#distortion = change;
    return defer(() => {
      this.#distortion = {};
    });
  }

  async importSessions(puppet: Puppet): Promise<void> {
    await this.#ground.world.importSessions(await puppet.machine.exportRoomKeys(() => true));
  }

  async keepUncut(events: readonly WireEvent[], place: string): Promise<void> {
    const now = this.clock.now();
    const kept = events.map((event) => ({
      room: asRoomId(place),
      eventId: event.event_id,
      sender: asUserId(event.sender),
      type: event.type,
      raw: JSON.stringify(event),
      receivedAt: now,
    }));
    this.#store.keep(kept, `s${nextValue}`);
    this.#scene.obedience.wake();
    await this.settle();
  }

  hangHardware(): Disposable {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#hardware = promise;
    return { [Symbol.dispose]: resolve };
  }

  get faults(): readonly unknown[] {
    return this.#scenes.flatMap(({ faults }) => faults);
  }

  fateOf({ event }: Claim): Fate {
    const { event_id: id } = event;
    const refusal = this.#scenes.flatMap(({ refusals }) => refusals).find(({ eventId }) => eventId === id);
    const end = this.#scenes.flatMap(({ outcomes }) => outcomes).find(({ command }) => command.eventId === id);
    if (refusal !== undefined) return refusal.code;
    return end === undefined ? "nothing" : fateOfOutcome(end.outcome);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }

  #person(puppet: Puppet): Person {
    return { user: puppet.user, seal: (type, content, place) => this.sealAs(puppet, type, content, place) };
  }

  #open(): GateScene {
    const { things, operators } = this.#ground.configuration;
    const readBack = new ReadBack();
    const maxOn = new MaxOn(this.clock, async () => true);
    const findOutput = (path: string) => ({
      isUp: true,
      write: async (wire: Parameters<typeof wireText>[0]) => {
        await this.#hardware;
        this.writes.push(`${path.split("/")[1]}=${wireText(wire)}`);
      },
    });
    const acting = { things, clock: this.clock, findOutput, readBack, maxOn, latest: () => undefined };
    const scene = gateScene({
      clock: this.clock,
      controlStore: this.#store,
      openEvents: this.#opener,
      operators,
      things,
      rooms: [room, dataRoom],
      roomFacts: { isJoined: (_room, user) => !this.#out.has(user), isEncrypted: () => this.#isEncrypted },
      carryOut: (command, signal) => carryOut(command, signal, { ...acting, refresh: () => false }),
      ...(this.#options.obey !== undefined && { obey: this.#options.obey }),
    });
    this.#scenes.push(scene);
    return scene;
  }

  async #close(): Promise<void> {
    await this.#scene[Symbol.asyncDispose]();
    this.#store[Symbol.dispose]?.();
  }

  /** Knows when the gate waits for something that is under way. */
  #counted(opener: EventOpener): EventOpener {
    const distort = (facts: SenderFacts): SenderFacts => ({ ...facts, ...this.#distortion });
    const open: EventOpener["open"] = async (event) => {
      const found = await opener.open(event);
      if (found.kind === "waiting") {
        const after = this.#afterWaiting;
        this.#afterWaiting = undefined;
        await after?.();
      }
      return found.kind === "opened" ? { ...found, facts: distort(found.facts) } : found;
    };
    return {
      open: (event) => this.#while(open(event)),
      recheck: (sender, facts) => this.#while(opener.recheck(sender, facts).then(distort)),
    };
  }

  async #while<Result>(work: Promise<Result>): Promise<Result> {
    this.#busy++;
    try {
      return await work;
    } finally {
      this.#busy--;
    }
  }
}

function defer(end: () => void): Disposable {
  return { [Symbol.dispose]: end };
}

/** Numbers for dials, never used twice in one process. */
let nextValue = 1;

function fateOfOutcome(outcome: { readonly status: string; readonly code?: unknown }): Fate {
  if (outcome.status === "done") return "obeyed";
  return outcome.status === "refused" ? (outcome.code as Fate) : "failed";
}
