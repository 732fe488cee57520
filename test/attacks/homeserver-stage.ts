import { commandType } from "../../schemas/command.ts";
import { messageIndex } from "../../src/matrix/message-index.ts";
import { type SeededRandom, seededRandom } from "../fakes/seeded-random.ts";
import { until } from "../fakes/until.ts";
import { memberEvent } from "../homeserver/lying/forge-event.ts";
import { forgeState, stateNow } from "../homeserver/lying/forge-state.ts";
import { type EditUserKeys, editKeys } from "../homeserver/lying/key-lists.ts";
import type { Puppet } from "../homeserver/lying/puppet.ts";
import type { Content, WireEvent } from "../homeserver/lying/wire.ts";
import { dialCommand } from "./dial-command.ts";
import type { HomeserverGround } from "./homeserver-ground.ts";
import { KeyHold } from "./key-hold.ts";
import { nextValue } from "./next-value.ts";
import { personsOf } from "./persons-of.ts";
import { sendObeyed } from "./send-obeyed.ts";
import type { Claim, Fate, HeldKeys, JudgedStage, Person, Sent, Stage } from "./stage.ts";

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
  readonly #keys: KeyHold;

  constructor(ground: HomeserverGround, seed: number) {
    this.#ground = ground;
    this.random = seededRandom(seed);
    this.agent = ground.agent;
    this.room = ground.room;
    this.dataRoom = ground.dataRoom;
    this.clock = ground.clock;
    this.#firstWrite = ground.machine.writes.length;
    this.#firstLine = ground.log.length;
    this.#keys = new KeyHold({
      give: (toDevice) => ground.lying.feed({ toDevice }),
      letGone: () => undefined,
      settle: () => this.settle(),
    });
    const people = personsOf(ground.people, (...what) => this.sealAs(...what));
    this.owner = people.owner;
    this.reader = people.reader;
    this.helper = people.helper;
    this.unpinned = people.unpinned;
    this.newcomer = people.newcomer;
    this.stranger = people.stranger;
  }

  get writes(): readonly string[] {
    return this.#ground.machine.writes.slice(this.#firstWrite);
  }

  get faults(): readonly unknown[] {
    const lines = this.#ground.log.slice(this.#firstLine);
    return lines.filter(({ message }) => message.includes("fault of the agent itself")).map((line) => line.error);
  }

  command(change: Content = {}): Content {
    return dialCommand(this, { least: 10_000, more: 50_000 }, change);
  }

  readonly value = nextValue;

  obeyed(change: Content = {}): Promise<Sent> {
    return sendObeyed(this, change);
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
    if (!isBarrier) await this.#keys.pass(messages);
    else if (messages.length > 0) await this.#ground.lying.feed({ toDevice: messages });
    return { ...event, origin_server_ts: this.clock.now() };
  }

  holdKeys(how?: "for ever"): HeldKeys {
    return this.#keys.hold(how);
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
