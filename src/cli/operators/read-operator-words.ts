import { AgentFault } from "../../core/agent-fault.ts";

/** What is asked of the agent, as its control socket takes it. */
export interface OperatorsRequest extends Readonly<Record<string, unknown>> {
  readonly ask: OperatorsAsk;
}

export type OperatorsAsk = (typeof asks)[number];

const asks = ["list", "show", "verify", "pair", "remove", "pin"] as const;
/** Fewest and most words after each. */
const counts: Readonly<Record<OperatorsAsk, readonly [number, number]>> = {
  list: [0, 0],
  show: [1, 1],
  verify: [0, 1],
  pair: [0, 0],
  remove: [1, 1],
  pin: [2, 2],
};

/** The words after `roomwire operators`. Throws AgentFault `bad-usage`. */
export function readOperatorWords(
  words: readonly string[],
  { session, inRoom }: { readonly session?: string | undefined; readonly inRoom: boolean },
): OperatorsRequest {
  const [name = "list", ...rest] = words;
  const ask = asks.find((known) => known === name);
  const [least, most] = ask === undefined ? [0, 0] : counts[ask];
  // Where to ask is a question only of somebody named; else the person begins, in a place of theirs.
  const isNamed = ask === "verify" && rest.length === 1;
  const places = [session !== undefined, inRoom].filter(Boolean).length;
  if (ask === undefined || rest.length < least || rest.length > most || places > (isNamed ? 1 : 0)) {
    throw new AgentFault("bad-usage", `operators ${words.join(" ")} is not understood.`, {
      remedy:
        "operators [list | show USER | verify [USER [--session ID | --in-room]] | pair | remove USER | pin USER KEY]",
    });
  }
  const [user, key] = rest;
  return {
    ask,
    ...(user !== undefined && { user }),
    ...(key !== undefined && { key }),
    ...(session !== undefined && { session }),
    ...(inRoom && { in_room: true }),
  };
}
