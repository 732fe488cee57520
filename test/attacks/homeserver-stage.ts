import { commandType } from "../../schemas/command.ts";
import { messageIndex } from "../../src/matrix/message-index.ts";
import { type SeededRandom, seededRandom } from "../fakes/seeded-random.ts";
import { until } from "../fakes/until.ts";
import { memberEvent } from "../homeserver/lying/forge-event.ts";
import { forgeState, stateNow } from "../homeserver/lying/forge-state.ts";
import { type EditUserKeys, editKeys } from "../homeserver/lying/key-lists.ts";
import type { Puppet } from "../homeserver/lying/puppet.ts";
import type { Content, ToDevice, WireEvent } from "../homeserver/lying/wire.ts";
import type { HomeserverGround } from "./homeserver-ground.ts";
import type { Claim, Fate, HeldKeys, JudgedStage, People, Person, Sent, Stage } from "./stage.ts";

let nextValue = 1;

/** Who reads to see whether the agent has come so far: more than one, for each has a budget. */
const barriers = ["reader", "helper"] as const;

/** Plays one variant against the whole agent, which outlasts it. What the agent answers is not read here. */
export class HomeserverStage implements Stage, JudgedStage {
  readonly random: SeededRandom;
  readonly lawful: string[] = [];
  readonly agent: string;
  readonly room: string;
  readonly dataRoom: string;
  readonly clock: HomeserverGround["clock"];
  readonly owner: Person;
  readonly reader: Person;
  readonly helper: Person;
  readonly unpinned: Person;
  readonly newcomer: Person;
  readonly stranger: Person;
  readonly #ground: HomeserverGround;
  readonly #firstWrite: number;
  readonly #firstLine: number;
  /** Ids of commands by the events that they were sealed in. */
  readonly #commands = new Map<string, string>();
  #held: ToDevice[] | undefined;

  constructor(ground: HomeserverGround, seed: number) {
    this.#ground = ground;
    this.random = seededRandom(seed);
    this.agent = ground.agent;
    this.room = ground.room;
    this.dataRoom = ground.dataRoom;
    this.clock = ground.clock;
    this.#firstWrite = ground.machine.writes.length;
    this.#firstLine = ground.log.length;
    const person = (name: keyof People): Person => {
      const puppet = ground.people[name];
      return { user: puppet.user, seal: (type, content, place) => this.sealAs(puppet, type, content, place) };
    };
    this.owner = person("owner");
    this.reader = person("reader");
    this.helper = person("helper");
    this.unpinned = person("unpinned");
    this.newcomer = person("newcomer");
    this.stranger = person("stranger");
  }

  get writes(): readonly string[] {
    return this.#ground.machine.writes.slice(this.#firstWrite);
  }

  get faults(): readonly unknown[] {
    const lines = this.#ground.log.slice(this.#firstLine);
    return lines.filter(({ message }) => message.includes("fault of the agent itself")).map((line) => line.error);
  }

  command(change: Content = {}): Content {
    const now = this.clock.now();
    return {
      v: 1,
      id: this.random.uuid(),
      agent: this.agent,
      room_id: this.room,
      thing: "hall",
      op: "write",
      name: "dial",
      input: this.value(),
      issued_at: now - this.random.below(1_000),
      expires_at: now + 10_000 + this.random.below(50_000),
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

  async challengeFor(): Promise<string> {
    throw new Error("nobody here has the keys of what the agent says");
  }

  codeFor(): Promise<string> {
    return this.challengeFor();
  }

  async deliver(events: readonly WireEvent[], place: string = this.room): Promise<void> {
    await this.#ground.lying.feedEvents(place, events);
    await this.settle();
  }

  /** All that stands before a reading was looked at when that has its end, whatever that is. Of too many, some are cut. */
  async settle(): Promise<void> {
    await until("the agent has looked at all", async () => {
      const wish = this.command({ op: "read", name: "dial", input: undefined });
      const event = await this.sealAs(this.#ground.people[this.random.pick(barriers)], commandType, wish);
      await this.#ground.lying.feedEvents(this.room, [event]);
      const deadline = performance.now() + 1_000;
      const isSeen = () => this.#linesOf(event, String(wish.id)).length > 0;
      await until("it is seen or cut", () => isSeen() || performance.now() > deadline);
      return isSeen();
    });
  }

  async lieAboutKeys(user: string, edit: EditUserKeys): Promise<AsyncDisposable> {
    const { lying } = this.#ground;
    const lie = lying.tell(editKeys(user, edit));
    await lying.changeKeys(user);
    return {
      [Symbol.asyncDispose]: async () => {
        lie[Symbol.dispose]();
        await lying.changeKeys(user);
      },
    };
  }

  async lieAboutMember(user: string, membership: "join" | "leave" | "ban"): Promise<AsyncDisposable> {
    const { lying } = this.#ground;
    const told = memberEvent(user, membership, this.owner.user);
    const lie = lying.tell(forgeState(this.room, [told]));
    await this.tellState([told]);
    return {
      [Symbol.asyncDispose]: async () => {
        lie[Symbol.dispose]();
        await this.tellState([memberEvent(user, membership === "join" ? "leave" : "join")]);
      },
    };
  }

  async tellState(events: readonly WireEvent[]): Promise<void> {
    await this.#ground.lying.feed({ rooms: { [this.room]: stateNow(events) } });
  }

  puppet(user: string, device: string): Promise<Puppet> {
    return this.#ground.puppet(user, device);
  }

  async sealAs(puppet: Puppet, type: string, content: Content, place: string = this.room): Promise<WireEvent> {
    const { event, toDevice } = await puppet.seal(place, [this.agent], type, content);
    if (type === commandType) this.#commands.set(event.event_id, String(content.id));
    const messages = toDevice.map(({ to: _to, ...message }) => message);
    const isBarrier = barriers.some((name) => this.#ground.people[name] === puppet);
    if (this.#held !== undefined && !isBarrier) this.#held.push(...messages);
    else if (messages.length > 0) await this.#ground.lying.feed({ toDevice: messages });
    return { ...event, origin_server_ts: this.clock.now() };
  }

  holdKeys(how?: "for ever"): HeldKeys {
    this.#held = [];
    const release = async (): Promise<void> => {
      const messages = how === "for ever" ? [] : (this.#held ?? []);
      this.#held = undefined;
      if (messages.length > 0) await this.#ground.lying.feed({ toDevice: messages });
      await this.settle();
    };
    return { release, [Symbol.asyncDispose]: release };
  }

  renewSession(): Promise<void> {
    return this.#ground.people.owner.renew(this.room);
  }

  async restart(): Promise<void> {
    await this.#ground.restart();
    await this.settle();
  }

  fateOf({ event, command }: Claim): Fate {
    const line = this.#linesOf(event, command ?? this.#commands.get(event.event_id) ?? commandIdOf(event))[0];
    if (line === undefined) return "nothing";
    if (line.message.startsWith("refused")) return line.code as Fate;
    if (line.message.endsWith(": done")) return "obeyed";
    return line.message.endsWith(": refused") ? (line.code as Fate) : "failed";
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  /** Refusals of an event first, then how the command ended that it was. */
  #linesOf({ event_id: id }: WireEvent, command: string | undefined) {
    const lines = this.#ground.log.slice(this.#firstLine);
    const isOutcome = /^(read|write|invoke) .*: (done|refused|failed|unknown)$/;
    return [
      ...lines.filter((line) => line.event_id === id && line.message.startsWith("refused")),
      ...lines.filter((line) => line.command === command && isOutcome.test(line.message)),
    ];
  }
}

/** Of a text: its session and index. */
function commandIdOf({ content }: WireEvent): string | undefined {
  const { session_id: session, ciphertext } = content;
  const index = typeof ciphertext === "string" ? messageIndex(ciphertext) : undefined;
  return index === undefined ? undefined : `${session}:${index}`;
}
