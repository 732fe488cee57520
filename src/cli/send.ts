import type { ThingContent } from "../../schemas/thing.ts";
import { AgentFault } from "../core/agent-fault.ts";
import { asRoomId, asUserId, isId } from "../core/ids.ts";
import type { OpenLog } from "../machine/open-log.ts";
import type { CommandEnd, CommandOutcome, CommandWish } from "../wiring/operator/command-wish.ts";
import type { KnownAgent } from "../wiring/operator/operator-side.ts";
import { resultText } from "./event-lines.ts";
import { keepAwake } from "./keep-awake.ts";
import { openOperatorLogin } from "./open-operator-login.ts";
import type { OperatorOptions } from "./operator-options.ts";
import { typeInput } from "./type-input.ts";

type Target = Pick<CommandWish, "thing" | "name">;

/** `roomwire send THING/NAME [VALUE]`: one command and its outcome. Resolves to the exit code; throws AgentFault. */
export async function send(
  options: OperatorOptions,
  words: readonly string[],
  log: OpenLog,
  print: (line: string) => void,
): Promise<number> {
  const [path = "", value, ...more] = words;
  const target = targetOf(path);
  if (more.length > 0) throw new AgentFault("bad-usage", "send takes one THING/NAME and at most one VALUE.");
  using _ = keepAwake();
  const fatal = Promise.withResolvers<never>();
  fatal.promise.catch(() => undefined);
  await using side = await openOperatorLogin(options, { log, onEvent: () => undefined, onFatal: fatal.reject });
  const thing = thingOf(side.agents(), target.thing, options.agent);
  const wish = {
    ...wishOf(target, value, thing),
    ...(options.agent !== undefined && { agent: asUserId(options.agent) }),
    ...(options.room !== undefined && { room: asRoomId(options.room) }),
  };
  const ask = (asked: CommandWish): Promise<CommandEnd> => Promise.race([side.command(asked), fatal.promise]);
  let end = await ask(wish);
  // Nobody told this login yet what the Thing is like: a name without a value that is no property can be an action.
  const isNoProperty = end.outcome.status === "refused" && end.outcome.code === "unknown-target";
  if (thing === undefined && wish.op === "read" && isNoProperty) end = await ask({ ...wish, op: "invoke" });
  const { commandId, eventId, outcome } = end;
  const text = `${path}  ${resultText(outcome)}`;
  print(
    options.json ? JSON.stringify({ kind: "outcome", command: commandId, event: eventId ?? null, ...outcome }) : text,
  );
  return exitCodes[outcome.status];
}

const exitCodes: Readonly<Record<CommandOutcome["status"], number>> = { done: 0, refused: 1, failed: 1, unknown: 3 };

/** What a path and a value ask for. Throws AgentFault `bad-usage` when the value is not of the property's type. */
export function wishOf(target: Target, value: string | undefined, thing: ThingContent | undefined): CommandWish {
  if (value === undefined) {
    const isAction = thing !== undefined && Object.hasOwn(thing.actions, target.name);
    return { ...target, op: isAction ? "invoke" : "read" };
  }
  const typed = typeInput(value, thing?.properties[target.name]);
  if (typed.ok) return { ...target, op: "write", input: typed.input };
  throw new AgentFault("bad-usage", `${target.thing}/${target.name}: ${typed.problem}`);
}

function targetOf(path: string): Target {
  const [thing = "", name = "", ...more] = path.split("/");
  if (isId(thing) && isId(name) && more.length === 0) return { thing, name };
  throw new AgentFault("bad-usage", `"${path}" is no THING/NAME, such as greenhouse/pump.`);
}

function thingOf(agents: readonly KnownAgent[], thing: string, only: string | undefined): ThingContent | undefined {
  return agents
    .find(({ agent, things }) => things.has(thing) && (only === undefined || agent === only))
    ?.things.get(thing);
}
