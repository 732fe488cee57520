import { Mortal } from "../crash/mortal.ts";
import type { Around, Weather } from "../crash/play.ts";
import type { World } from "../crash/world.ts";
import type { CommitFate } from "../fakes/memory-disk.ts";
import type { SeededRandom } from "../fakes/seeded-random.ts";
import { durabilityMs, type ModelPlace } from "./model-place.ts";
import { type Fate, RoughWay } from "./rough-way.ts";
import { meters, topics } from "./simulation-configuration.ts";
import { drawTroubles, type Trouble } from "./troubles.ts";

const hourMs = 3_600_000;
/** ms without an answer after which the link counts as lost. */
const linkLostMs = 500;
/** ms by which an agent may be late to reach its outputs when the cable is back. */
const cableSlackMs = 1_000;
/** How few readings the log has room for while its quota is small. */
const smallQuota = 15;

/** UTF-16 units that a narrow proxy lets through. */
const smallBody = 2_700;

/** The counter that bursts, and ms between two of its levels then. */
const hasty = "count_c";
const hastyMs = 4;

const lossyFates: readonly Fate[] = [
  "taken",
  "request-lost",
  "reply-lost",
  "late",
  "twice",
  "bad-gateway",
  "unavailable",
];

/** Counters that count, and everything that goes wrong around the agent until it clears up. */
export class Storm implements Weather {
  readonly troubles: readonly Trouble[];
  readonly clearsAt: number;
  /** Monotonic ms of commits of the reading log that were refused. */
  readonly refusals: number[] = [];
  /** Monotonic ms in which a life knew that it has no link. */
  readonly silences: { readonly from: number; readonly to: number }[] = [];
  /** How often each thing happened. */
  readonly counts = new Map<string, number>();
  /** Told of everything that happens, in order, for whoever compares two runs. */
  onHappening: (what: string) => void = () => undefined;
  way: RoughWay | undefined;
  readonly #random: SeededRandom;
  readonly #place: ModelPlace;
  readonly #on = new Map<Trouble["kind"], number>();
  /** Monotonic ms at which the cable was pulled. */
  #pulledAt = 0;
  #silentSince: number | undefined;
  /** Position of the last reading when it had cleared up. */
  #last: number | undefined;
  #around: Around | undefined;

  constructor(random: SeededRandom, place: ModelPlace) {
    this.#random = random;
    this.#place = place;
    this.troubles = drawTroubles(random);
    this.clearsAt = Math.max(30_000, ...this.troubles.map(({ at, forMs }) => at + forMs + 1_000));
  }

  begin(around: Around): void {
    this.#around = around;
    const { world } = around;
    const { clock } = world;
    this.#place.clock = clock;
    this.way = new RoughWay(clock, world.sender);
    this.way.fate = () => this.#fate();
    this.way.onPut = ({ txn, wire }) => this.onHappening(`put ${txn} ${wire}`);
    world.way = this.way;
    this.#place.controlDisk.fate = () => this.#commitFate("control");
    this.#place.readingDisk.fate = () => this.#commitFate("readings");
    for (const disk of [this.#place.controlDisk, this.#place.readingDisk]) disk.onPass = Mortal.pass;
    for (const trouble of this.troubles) {
      clock.after(trouble.at, () => this.#begin(trouble));
      clock.after(trouble.at + trouble.forMs, () => this.#end(trouble));
    }
    world.broker.onHappening = (what) => this.onHappening(what);
    for (const line of meters) this.#count(world, line, 0);
    for (const topic of topics) this.#say(world, topic, 1);
    clock.after(this.clearsAt, () => around.agent()?.sync());
  }

  beginLife(): void {
    this.way?.forget();
    this.#endSilence();
    this.onHappening("a life begins");
    const world = this.#around?.world;
    if (world === undefined || this.#random.below(6) > 0) return;
    const { clock } = world;
    if (clock.monotonic() > this.clearsAt - 8_000) return;
    // The power was off, and there is no battery: the clock stands at 1970 until somebody tells the time.
    const away = -clock.now();
    this.#note("a start in 1970");
    world.startMachine();
    clock.jump(away);
    clock.setTrusted(false);
    clock.after(this.#random.below(6_000), () => {
      clock.jump(-away);
      clock.setTrusted(true);
    });
  }

  isRough(): boolean {
    return this.#isOn("disk-full") || this.#isOn("disk-flaky");
  }

  isDrained(): boolean {
    const { log } = this.#place;
    const now = this.#around?.world.clock.monotonic() ?? 0;
    if (now < this.clearsAt + durabilityMs + 6_000) return false;
    this.#last ??= log.entries.length;
    if (this.#around?.world.broker.isDrained === false) return false;
    return log.deliveredThrough >= this.#last && !log.hasLosses();
  }

  #begin(trouble: Trouble): void {
    const { world, agent, kill, restart } = this.#around ?? this.#tooEarly();
    const { clock, sender, timeline } = world;
    this.#note(trouble.kind);
    this.#on.set(trouble.kind, (this.#on.get(trouble.kind) ?? 0) + 1);
    switch (trouble.kind) {
      case "away":
      case "half-open":
        world.isHeard = false;
        clock.after(linkLostMs, () => this.#loseLink());
        return;
      case "limited":
        sender.spendAll();
        return;
      case "rejected":
        if (this.way !== undefined) this.way.refusesNext = true;
        return;
      case "too-large":
        if (this.way !== undefined) this.way.largest = smallBody;
        return;
      case "cable":
        if (world.bus.isUp) this.#pulledAt = clock.monotonic();
        world.bus.turn(false);
        return;
      case "broker":
        world.broker.reach(false);
        return;
      case "clock-back":
        clock.jump(-hourMs);
        return;
      case "clock-forward":
        clock.jump(hourMs);
        return;
      case "unsynchronised":
        clock.setTrusted(false);
        return;
      case "again":
        timeline.push(...timeline);
        agent()?.sync();
        return;
      case "small-quota":
        this.#place.log.mostWaiting = smallQuota;
        return;
      case "crash":
        kill();
        return;
      case "restart":
        restart();
        return;
      default:
        return;
    }
  }

  #end(trouble: Trouble): void {
    const { world, agent } = this.#around ?? this.#tooEarly();
    const { clock } = world;
    this.onHappening(`the end of ${trouble.kind}`);
    this.#on.set(trouble.kind, (this.#on.get(trouble.kind) ?? 0) - 1);
    switch (trouble.kind) {
      case "away":
      case "half-open":
        if (this.#isOn("away") || this.#isOn("half-open")) return;
        world.isHeard = true;
        this.#endSilence();
        agent()?.link(true);
        agent()?.sync();
        return;
      case "rejected":
        if (this.way !== undefined) this.way.refusesNext = false;
        return;
      case "too-large":
        if (this.way !== undefined) this.way.largest = Number.POSITIVE_INFINITY;
        return;
      case "cable":
        if (this.#isOn("cable")) return;
        world.outages.push({ from: this.#pulledAt, to: clock.monotonic() + cableSlackMs });
        world.bus.turn(true);
        return;
      case "broker":
        if (!this.#isOn("broker")) world.broker.reach(true);
        return;
      case "clock-back":
        clock.jump(hourMs);
        return;
      case "clock-forward":
        clock.jump(-hourMs);
        return;
      case "unsynchronised":
        if (!this.#isOn("unsynchronised")) clock.setTrusted(true);
        return;
      case "small-quota":
        if (!this.#isOn("small-quota")) this.#place.log.mostWaiting = Number.POSITIVE_INFINITY;
        return;
      default:
        return;
    }
  }

  #loseLink(): void {
    const { world, agent } = this.#around ?? this.#tooEarly();
    if (world.isHeard || this.#silentSince !== undefined || agent() === undefined) return;
    this.#silentSince = world.clock.monotonic();
    agent()?.link(false);
  }

  #endSilence(): void {
    const from = this.#silentSince;
    this.#silentSince = undefined;
    if (from !== undefined) this.silences.push({ from, to: this.#place.clock.monotonic() });
  }

  /** One counter goes on by one, and again after a while, as long as the storm lasts. */
  #count(world: World, line: string, level: number): void {
    if (world.clock.monotonic() > this.clearsAt) return;
    void world.hardware.write(line, String(level));
    const waitMs = this.#isOn("burst") && line === hasty ? hastyMs : 150 + this.#random.below(900);
    world.clock.after(waitMs, () => this.#count(world, line, level + 1));
  }

  #say(world: World, topic: string, level: number): void {
    if (world.clock.monotonic() > this.clearsAt) return;
    world.broker.say(topic, String(level));
    world.clock.after(100 + this.#random.below(1_200), () => this.#say(world, topic, level + 1));
  }

  #fate(): Fate {
    if (this.#isOn("away")) return "request-lost";
    if (this.#isOn("half-open")) return "half-open";
    const fate = this.#isOn("lossy") ? this.#random.pick(lossyFates) : "taken";
    if (fate !== "taken") this.#note(fate);
    return fate;
  }

  #commitFate(disk: "control" | "readings"): CommitFate {
    const fate = this.#drawCommit(disk);
    this.onHappening(`${disk} ${fate}`);
    if (fate === "kept") return fate;
    this.#note(`a commit ${fate}`);
    if (disk === "readings") this.refusals.push(this.#around?.world.clock.monotonic() ?? 0);
    return fate;
  }

  #drawCommit(disk: "control" | "readings"): CommitFate {
    if (this.#isOn("disk-full")) return "refused";
    if (disk === "readings" && this.#isOn("log-full")) return "refused";
    if (!this.#isOn("disk-flaky") || this.#random.below(4) > 0) return "kept";
    return this.#random.pick(["refused", "kept-and-refused"] as const);
  }

  #isOn(kind: Trouble["kind"]): boolean {
    return (this.#on.get(kind) ?? 0) > 0;
  }

  #note(what: string): void {
    this.onHappening(what);
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  #tooEarly(): never {
    throw new TypeError("the storm did not begin");
  }
}
