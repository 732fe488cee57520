import type { ThingContent } from "../../../schemas/thing.ts";
import type { UserId } from "../../core/ids.ts";
import type { ControlStore } from "../../core/store-ports.ts";
import type { TelemetryPlace } from "../../core/telemetry-place.ts";
import { formatSequenceMarks, judgeSequence, parseSequenceMarks, type SequenceJudgement } from "./judge-sequence.ts";
import { addToNumberRanges, formatNumberRanges, inNumberRanges, parseNumberRanges } from "./number-ranges.ts";

type Facts = Pick<ControlStore, "fact" | "setFact">;

/** What this side keeps of agents from one start to the next: their first identity, their Things, what was seen of them. */
export class AgentBook {
  readonly #facts: Facts;
  readonly #things = new Map<UserId, Map<string, ThingContent>>();

  constructor(facts: Facts) {
    this.#facts = facts;
    const kept = JSON.parse(facts.fact("agents") ?? "[]") as readonly UserId[];
    for (const agent of kept) {
      const things = JSON.parse(facts.fact(`things:${agent}`) ?? "{}") as Readonly<Record<string, ThingContent>>;
      this.#things.set(agent, new Map(Object.entries(things)));
    }
  }

  agents(): readonly UserId[] {
    return [...this.#things.keys()];
  }

  /** Those that the agent has. */
  things(agent: UserId): ReadonlyMap<string, ThingContent> {
    return new Map([...this.described(agent)].filter(([, { gone }]) => !gone));
  }

  /** With those that are gone: what still comes of them is old. */
  described(agent: UserId): ReadonlyMap<string, ThingContent> {
    return this.#things.get(agent) ?? new Map();
  }

  describe(agent: UserId, thing: string, content: ThingContent): void {
    this.#meet(agent).set(thing, content);
    this.#facts.setFact(`things:${agent}`, JSON.stringify(Object.fromEntries(this.described(agent))));
  }

  /** The master key under which the agent was met first. */
  pinnedKey(agent: UserId): string | undefined {
    return this.#facts.fact(`master-key:${agent}`);
  }

  pin(agent: UserId, masterKey: string): void {
    this.#meet(agent);
    if (this.pinnedKey(agent) === undefined) this.#facts.setFact(`master-key:${agent}`, masterKey);
  }

  /** Whether this ciphertext was taken before. Not "below the highest": a sealed event may be sent after a later one. */
  hasSeen(session: string, index: number): boolean {
    return inNumberRanges(parseNumberRanges(this.#facts.fact(`seen:${session}`) ?? ""), index);
  }

  see(session: string, index: number): void {
    const ranges = parseNumberRanges(this.#facts.fact(`seen:${session}`) ?? "");
    this.#facts.setFact(`seen:${session}`, formatNumberRanges(addToNumberRanges(ranges, index)));
  }

  judgeTelemetry(agent: UserId, place: TelemetryPlace): SequenceJudgement {
    return judgeSequence(parseSequenceMarks(this.#facts.fact(`telemetry:${agent}`)), place);
  }

  keepTelemetry(agent: UserId, { marks }: SequenceJudgement & { kind: "new" }): void {
    this.#facts.setFact(`telemetry:${agent}`, formatSequenceMarks(marks));
  }

  /** Whether what stands there now, `mark`, was not told yet; from now on it was. */
  isNews(place: string, mark: string): boolean {
    const name = `told:${place}`;
    if (this.#facts.fact(name) === mark) return false;
    this.#facts.setFact(name, mark);
    return true;
  }

  #meet(agent: UserId): Map<string, ThingContent> {
    const known = this.#things.get(agent);
    if (known !== undefined) return known;
    const things = new Map<string, ThingContent>();
    this.#things.set(agent, things);
    this.#facts.setFact("agents", JSON.stringify(this.agents()));
    return things;
  }
}
