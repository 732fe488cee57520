import { commandType } from "../../schemas/command.ts";
import type { Content, WireEvent } from "../homeserver/lying/wire.ts";
import type { NearStage, Person } from "./stage.ts";

/** Valid commands that are given together; none of them touches what another one does. */
export interface GoodAsks {
  /** Each is obeyed once. */
  readonly events: readonly WireEvent[];
  /** What the hardware gets for it, in any order between the lines. */
  readonly writes: readonly string[];
  /** ms after which the last of these writes has come. */
  readonly lastsMs: number;
}

/** Asks what must be asked first; what comes back seals the command itself, so that all are sealed in the order of sending. */
type Ask = (stage: NearStage, person: Person) => Promise<() => Promise<GoodAsk>>;

interface GoodAsk {
  readonly event: WireEvent;
  readonly writes: readonly string[];
  readonly lastsMs?: number;
}

/** `gate` is let on for no longer. */
const gateMs = 600_000;

function order(
  change: (stage: NearStage) => readonly [change: Content, writes: readonly string[], lastsMs?: number],
): Ask {
  return async (stage, person) => async () => {
    const [wish, writes, lastsMs = 0] = change(stage);
    return { event: await person.seal(commandType, inTime(stage, wish)), writes, lastsMs };
  };
}

/** What the agent asks back for is repeated with the nonce that it gives. */
function proven(
  change: (stage: NearStage) => readonly [change: Content, writes: readonly string[], lastsMs: number],
): Ask {
  return async (stage, person) => {
    const [wish, writes, lastsMs] = change(stage);
    const asked = stage.command(wish);
    await stage.deliver([await person.seal(commandType, asked)]);
    const challenge = await stage.challengeFor(String(asked.id));
    return async () => ({
      event: await person.seal(commandType, inTime(stage, { ...wish, challenge })),
      writes,
      lastsMs,
    });
  };
}

/** Also where it waits for a pulse of its Thing, or for the next run of the agent. */
function inTime(stage: NearStage, wish: Content): Content {
  const now = stage.clock.now();
  return stage.command({ ...wish, issued_at: now, expires_at: now + 30_000 });
}

async function say(person: Person, body: string): Promise<WireEvent> {
  return await person.seal("m.room.message", { msgtype: "m.text", body });
}

const dial = order((stage) => {
  const input = stage.value();
  return [{ input }, [`dial=${input}`]];
});

const typedDial: Ask = async (stage, person) => async () => {
  const input = stage.value();
  return { event: await say(person, `!hall/dial ${input}`), writes: [`dial=${input}`] };
};

const crank = order((stage) => {
  const input = stage.value();
  return [{ thing: "shed", name: "crank", input }, [`crank=${input}`]];
});

const speed = order(({ random }) => {
  const [input, word] = random.pick([
    [0, "off"],
    [1, "slow"],
    [2, "fast"],
  ] as const);
  return [{ name: "speed", input }, [`speed=${word}`]];
});

const rest = order(() => [{ op: "invoke", name: "rest", input: undefined }, ["heat=false"]]);

const lease = order(({ random }) => {
  const ms = 1_000 + random.below(8_000);
  return [{ name: "heat", input: true, lease: ms }, ["heat=true", "heat=false"], ms];
});

const critical = proven(() => [{ name: "gate", input: true }, ["gate=true", "gate=false"], gateMs]);

const pulse = proven(({ random }) => {
  const input = random.pick([undefined, 1 + random.below(9_999)]);
  return [{ op: "invoke", name: "bell", input }, ["heat=true", "heat=false"], input ?? 5_000];
});

const typed: Ask = async (stage, person) => {
  const asked = await say(person, "!hall/heat on");
  await stage.deliver([asked]);
  const code = await stage.codeFor(asked);
  return async () => ({ event: await say(person, code), writes: ["heat=true"] });
};

/** One of each row; those that are not asked back for can be given while the agent is about to end. */
const plain: readonly (readonly Ask[])[] = [[dial, typedDial], [crank], [speed], [rest, lease]];
const askedBack: readonly (readonly Ask[])[] = [[dial, typedDial], [crank], [critical], [pulse, typed]];

/** Some valid commands by who may give them. */
export async function drawAsks(stage: NearStage, isAskedBack: boolean): Promise<GoodAsks> {
  const { random, owner, helper } = stage;
  const prepared = [];
  for (const choices of random.shuffled(isAskedBack ? askedBack : plain)) {
    if (random.below(4) > 0) prepared.push(await random.pick(choices)(stage, random.pick([owner, helper])));
  }
  const given: GoodAsk[] = [];
  for (const seal of prepared) given.push(await seal());
  return {
    events: given.map(({ event }) => event),
    writes: given.flatMap(({ writes }) => writes),
    lastsMs: given.reduce((sum, { lastsMs = 0 }) => sum + lastsMs, 0),
  };
}
