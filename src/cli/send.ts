import type { ThingContent } from "../../schemas/thing.ts";
import { asRoomId, asUserId } from "../core/ids.ts";
import type { OpenLog } from "../machine/open-log.ts";
import type { CommandEnd, CommandOutcome, CommandWish } from "../wiring/operator/command-wish.ts";
import type { OperatorEvent } from "../wiring/operator/operator-event.ts";
import type { KnownAgent } from "../wiring/operator/operator-side.ts";
import { resultText } from "./event-lines.ts";
import { keepAwake } from "./keep-awake.ts";
import { openOperatorLogin } from "./open-operator-login.ts";
import type { OperatorOptions } from "./operator-options.ts";
import { actionOfWords, readWords, wishOfWords } from "./wish-of-words.ts";

/** `roomwire send THING/NAME [VALUE] [for DURATION]`: one command and its outcome. Resolves to the exit code; throws AgentFault. */
export async function send(
  options: OperatorOptions & { readonly lease: string | undefined },
  words: readonly string[],
  log: OpenLog,
  print: (line: string) => void,
): Promise<number> {
  const said = readWords(words, options.lease);
  using _ = keepAwake();
  const fatal = Promise.withResolvers<never>();
  fatal.promise.catch(() => undefined);
  const onEvent = (event: OperatorEvent): void => {
    if (event.kind === "result" && event.content.status === "accepted")
      log.info("accepted and under way, waiting for the outcome");
  };
  await using side = await openOperatorLogin(options, { log, onEvent, onFatal: fatal.reject });
  const thing = thingOf(side.agents(), said.thing, options.agent);
  const to = {
    ...(options.agent !== undefined && { agent: asUserId(options.agent) }),
    ...(options.room !== undefined && { room: asRoomId(options.room) }),
  };
  const ask = (wish: CommandWish): Promise<CommandEnd> =>
    Promise.race([side.command({ ...wish, ...to }), fatal.promise]);
  let end = await ask(wishOfWords(said, thing));
  // Nobody told this login yet what the Thing is like: what is no property can be an action.
  const isNoProperty = end.outcome.status === "refused" && end.outcome.code === "unknown-target";
  const action = thing === undefined && isNoProperty ? actionOfWords(said) : undefined;
  if (action !== undefined) end = await ask(action);
  const { agent, commandId, eventId, outcome, isConfirmed } = end;
  const json = { kind: "outcome", agent, command: commandId, event: eventId ?? null, isConfirmed, ...outcome };
  // Anybody in a room can say that they are an agent, with Things of the same names.
  const whose = side.agents().length > 1 ? `${agent}  ` : "";
  const text = `${whose}${words[0]}  ${isConfirmed ? "asked back, confirmed: " : ""}${resultText(outcome)}`;
  print(options.json ? JSON.stringify(json) : text);
  return exitCodes[outcome.status];
}

const exitCodes: Readonly<Record<CommandOutcome["status"], number>> = { done: 0, refused: 1, failed: 1, unknown: 3 };

function thingOf(agents: readonly KnownAgent[], thing: string, only: string | undefined): ThingContent | undefined {
  return agents
    .find(({ agent, things }) => things.has(thing) && (only === undefined || agent === only))
    ?.things.get(thing);
}
