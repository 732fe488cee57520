import { cpSync, rmSync } from "node:fs";
import { AgentFault } from "../../src/core/agent-fault.ts";
import { asRoomId, asUserId } from "../../src/core/ids.ts";
import type { SenderFacts } from "../../src/core/room-ports.ts";
import type { ControlStore } from "../../src/core/store-ports.ts";
import type { SyncBody } from "../../src/matrix/sync-body.ts";
import { openControlFile } from "../../src/store/control-file.ts";
import { agent, room } from "../fakes/gate-scene.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { MemoryControlStore } from "../fakes/memory-control-store.ts";
import { type SeededRandom, seededRandom } from "../fakes/seeded-random.ts";
import type { EditUserKeys } from "../homeserver/lying/key-lists.ts";
import type { Puppet } from "../homeserver/lying/puppet.ts";
import { timelineOf } from "../homeserver/lying/sync-feed.ts";
import type { Content, WireEvent } from "../homeserver/lying/wire.ts";
import { dialCommand } from "./dial-command.ts";
import { type GateUnderTest, realGate } from "./gate-under-test.ts";
import { dataRoom, type Ground } from "./ground.ts";
import { type InProcessAgent, startInProcess } from "./in-process-agent.ts";
import { KeyHold } from "./key-hold.ts";
import { nextValue } from "./next-value.ts";
import { personsOf } from "./persons-of.ts";
import { recordingMachine } from "./recording-machine.ts";
import { sendObeyed } from "./send-obeyed.ts";
import type { Claim, Fate, HeldKeys, JudgedStage, NearStage, Person, Sent } from "./stage.ts";
import { WatchedOpener } from "./watched-opener.ts";

export interface StageOptions {
  readonly gate?: GateUnderTest;
  /** The state directory; default: a store in memory. */
  readonly directory?: string;
}

/** Plays one variant against the real gate with real encryption, on a clock moved by hand. */
export async function openInProcessStage(ground: Ground, seed: number, options: StageOptions = {}) {
  const stage = new InProcessStage(ground, seed, options);
  await stage.start();
  return stage;
}

export class InProcessStage implements NearStage, JudgedStage {
  readonly random: SeededRandom;
  readonly agent = agent;
  readonly room = room;
  readonly dataRoom = dataRoom;
  readonly owner: Person;
  readonly reader: Person;
  readonly helper: Person;
  readonly unpinned: Person;
  readonly newcomer: Person;
  readonly stranger: Person;
  readonly clock = new HandClock();
  readonly lawful: string[] = [];
  readonly #ground: Ground;
  readonly #options: StageOptions;
  readonly #machine = recordingMachine(this.clock);
  readonly #memory = new MemoryControlStore(() => this.clock.now());
  readonly #opener: WatchedOpener;
  readonly #keys: KeyHold;
  /** One for each start. */
  readonly #runs: InProcessAgent[] = [];
  readonly #bytes: SeededRandom;
  readonly #out = new Set<string>();
  readonly #sent: { readonly type: string; readonly content: Content }[] = [];
  #store: (ControlStore & Partial<Disposable>) | undefined;
  #directory: string | undefined;
  /** `dev.roomwire.agent` as it stands in the room. */
  #presence: Content | undefined;
  #isUp = false;
  #isEncrypted = true;

  constructor(ground: Ground, seed: number, options: StageOptions) {
    this.#ground = ground;
    this.#options = options;
    this.#directory = options.directory;
    this.random = seededRandom(seed);
    this.#bytes = seededRandom(-seed);
    const people = personsOf(ground.people, (...what) => this.sealAs(...what));
    this.owner = people.owner;
    this.reader = people.reader;
    this.helper = people.helper;
    this.unpinned = people.unpinned;
    this.newcomer = people.newcomer;
    this.stranger = people.stranger;
    const { OpenEvent } = options.gate ?? realGate;
    this.#opener = new WatchedOpener(new OpenEvent({ ...ground.world.opening, clock: this.clock }));
    this.#keys = new KeyHold({
      give: (messages) => ground.world.take(messages),
      letGone: () => this.#run.wake(),
      settle: () => this.settle(),
    });
  }

  get writes(): readonly string[] {
    return this.#machine.writes;
  }

  get faults(): readonly unknown[] {
    return this.#runs.flatMap(({ faults }) => faults);
  }

  command(change: Content = {}): Content {
    return dialCommand(this, { least: 1_000, more: 60_000 }, change);
  }

  readonly value = nextValue;

  obeyed(change: Content = {}): Promise<Sent> {
    return sendObeyed(this, change);
  }

  async challengeFor(command: string): Promise<string> {
    const results = this.#posted("dev.roomwire.result").filter((content) => content.command === command);
    const found = results.find(({ challenge }) => challenge !== undefined)?.challenge as { nonce: string } | undefined;
    if (found === undefined) throw new Error("no challenge was given");
    return found.nonce;
  }

  async codeFor({ event_id: id }: WireEvent): Promise<string> {
    const answers = this.#posted("m.room.message").filter((content) => JSON.stringify(content).includes(id));
    const code = answers.flatMap(({ body }) => /\b\d{4}\b/.exec(String(body)) ?? [])[0];
    if (code === undefined) throw new Error("no code was asked for");
    return code;
  }

  async deliver(events: readonly WireEvent[], place: string = room): Promise<void> {
    if (this.#isUp) this.#run.take(syncOf(place, events));
    await this.settle();
  }

  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 8; quiet++) {
      await new Promise((done) => setImmediate(done));
      if (this.#opener.isBusy) quiet = 0;
    }
    await this.clock.advance(0);
  }

  async lieAboutKeys(user: string, edit: EditUserKeys): Promise<AsyncDisposable> {
    const { world } = this.#ground;
    await world.tellKeys(user, edit);
    return { [Symbol.asyncDispose]: () => world.tellKeys(user, undefined) };
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
    await this.#keys.pass(toDevice);
    return { ...event, origin_server_ts: this.clock.now() };
  }

  holdKeys(how?: "for ever"): HeldKeys {
    return this.#keys.hold(how);
  }

  releaseAtFirstLook(): void {
    this.#opener.afterWaiting = () => this.#keys.letGo();
  }

  renewSession(): Promise<void> {
    return this.#ground.people.owner.renew(room);
  }

  async restart(arriving: readonly WireEvent[] = []): Promise<void> {
    if (arriving.length > 0) this.#run.take(syncOf(room, arriving));
    await this.#end();
    await this.start();
    this.#run.wake();
    await this.settle();
  }

  async pass(ms: number): Promise<void> {
    await this.clock.advance(ms);
    await this.settle();
  }

  meetAgents(users: readonly string[]): Disposable {
    const { scene } = this.#run;
    scene.agents = [agent, ...users.map(asUserId)];
    return defer(() => {
      scene.agents = [agent];
    });
  }

  forgetEncryption(): Disposable {
    this.#isEncrypted = false;
    return defer(() => {
      this.#isEncrypted = true;
    });
  }

  distortFacts(change: Partial<SenderFacts>): Disposable {
    this.#opener.distortion = change;
    return defer(() => {
      this.#opener.distortion = {};
    });
  }

  async importSessions(puppet: Puppet): Promise<void> {
    await this.#ground.world.importSessions(await puppet.machine.exportRoomKeys(() => true));
  }

  async keepUncut(events: readonly WireEvent[], place: string): Promise<void> {
    const receivedAt = this.clock.now();
    const kept = events.map((event) => ({
      room: asRoomId(place),
      eventId: event.event_id,
      sender: asUserId(event.sender),
      type: event.type,
      raw: JSON.stringify(event),
      receivedAt,
    }));
    this.#store?.keep(kept, `s${nextValue()}`);
    this.#run.wake();
    await this.settle();
  }

  copyFiles(): string {
    if (this.#directory === undefined) throw new Error("this stage is not on files");
    const copy = `${this.#directory}.${nextValue()}`;
    cpSync(this.#directory, copy, { recursive: true });
    return copy;
  }

  async startOn(copy: string): Promise<AsyncDisposable> {
    const own = this.#directory;
    const change = async (directory: string | undefined): Promise<void> => {
      await this.#end();
      this.#directory = directory;
      await this.start();
      await this.settle();
    };
    await change(copy);
    return {
      [Symbol.asyncDispose]: async () => {
        await change(own);
        rmSync(copy, { recursive: true });
      },
    };
  }

  level(line: string): string | undefined {
    return this.#machine.level(line);
  }

  pairingCode(): string {
    return this.#run.scene.pairing.newCode();
  }

  pressButton(): void {
    this.#run.scene.pairing.press();
  }

  hangHardware(): Disposable {
    return this.#machine.hang();
  }

  fateOf({ event }: Claim): Fate {
    return this.fatesOf(event)[0] ?? "nothing";
  }

  /** All that was ever said of an event, over restarts: refusals first. */
  fatesOf({ event_id: id }: WireEvent): readonly Fate[] {
    const refused = this.#runs.flatMap(({ refusals }) => refusals).filter(({ eventId }) => eventId === id);
    const ended = this.#runs.flatMap(({ outcomes }) => outcomes).filter(({ command }) => command.eventId === id);
    return [...refused.map(({ code }) => code), ...ended.map(({ outcome }) => fateOfOutcome(outcome))];
  }

  /** Once, before anything else. */
  async start(): Promise<void> {
    this.#store = this.#directory === undefined ? this.#memory : openControlFile(this.#directory, this.clock);
    try {
      const run = await startInProcess({
        ground: this.#ground,
        gate: this.#options.gate ?? realGate,
        clock: this.clock,
        machine: this.#machine,
        store: this.#store,
        opener: this.#opener,
        randomByte: () => this.#bytes.below(256),
        isJoined: (user) => !this.#out.has(user),
        isEncrypted: () => this.#isEncrypted,
        presence: () => this.#presence,
        tellPresence: (content) => {
          this.#presence = content;
        },
      });
      this.#runs.push(run);
      this.#isUp = true;
    } catch (error) {
      // What it says to an old copy of its files.
      if (!(error instanceof AgentFault)) throw error;
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#end();
  }

  get #run(): InProcessAgent {
    const run = this.#runs.at(-1);
    if (run === undefined) throw new Error("the agent does not run");
    return run;
  }

  async #end(): Promise<void> {
    if (this.#isUp) await this.#run[Symbol.asyncDispose]();
    this.#isUp = false;
    this.#store?.[Symbol.dispose]?.();
  }

  /** Takes all that waits to be sent, as if it had been; what was sent before counts too. */
  #posted(type: string): readonly Content[] {
    for (let post = this.#store?.nextPost(); post !== undefined; post = this.#store?.nextPost()) {
      this.#sent.push({ type: post.event.type, content: { ...post.event.content } });
      this.#store?.removePost(post.id);
    }
    return this.#sent.filter((event) => event.type === type).map(({ content }) => content);
  }
}

function syncOf(place: string, events: readonly WireEvent[]): SyncBody {
  const body = { next_batch: `s${nextValue()}`, rooms: { join: { [place]: timelineOf(events) } } };
  return body as unknown as SyncBody;
}

function defer(end: () => void): Disposable {
  return { [Symbol.dispose]: end };
}

function fateOfOutcome(outcome: { readonly status: string; readonly code?: unknown }): Fate {
  if (outcome.status === "done") return "obeyed";
  return outcome.status === "refused" ? (outcome.code as Fate) : "failed";
}
