import type { RuleByHand } from "./find-rules.ts";

/** Rules of the gate whose shape does not say how they are switched off, and what the gate must write down. */
export const rulesByHand: readonly RuleByHand[] = [
  {
    file: "admit-wish.ts",
    name: "admit-wish: whether this operator may do this",
    code: "not-allowed",
    text: `if (mayDo(operator, wish.op, thing.id)) return fitting;
  return refuse(
    "not-allowed",
    \`You may not \${wish.op} \${wish.op === "invoke" ? "actions" : "properties"} of this Thing.\`,
  );`,
    instead: "return fitting;",
  },
  {
    file: "inbox-loop.ts",
    name: "inbox-loop: how many events may wait for their keys",
    code: "over-budget",
    shownBy: "a flood of events whose keys never come",
    text: "this.#waiting.size >= mostWaiting",
    instead: "false",
  },
  {
    file: "inbox-loop.ts",
    name: "inbox-loop: how long an event may wait for its key",
    code: "undecryptable",
    text: `import { freshnessHorizonMs } from "./freshness.ts";`,
    instead: "const freshnessHorizonMs = 3_000_000;",
  },
  {
    file: "inbox-loop.ts",
    name: "inbox-loop: which of the two",
    code: "over-budget",
    shownBy: "a flood of events whose keys never come",
    text: `refuse(isOneTooMany ? "over-budget" : "undecryptable")`,
    instead: `refuse("undecryptable")`,
  },
  {
    file: "inbox-loop.ts",
    name: "inbox-loop: what waits for its key holds back its own session",
    shownBy: "a room key that comes between the looks at two events of its session",
    text: "if (wire.sessionId !== undefined && heldSessions.has(sessionKey(event, wire.sessionId))) return;",
    instead: "",
  },
  {
    file: "inbox-loop.ts",
    name: "inbox-loop: ... and no other's",
    shownBy: "a ciphertext of one room told as one of another: it waits for a key in vain, and holds nothing else up",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is source text.
    text: "return `${room} ${sender} ${sessionId}`;",
    instead: "return sessionId;",
  },
  {
    file: "judge-event.ts",
    name: "judge-event: relations beside the ciphertext count",
    code: "relation",
    text: "[arrived.wire.relation, relationOf(content)]",
    instead: "[relationOf(content)]",
  },
  {
    file: "judge-event.ts",
    name: "judge-event: relations inside the ciphertext count",
    code: "relation",
    text: "admitRelations(message.form, [arrived.wire.relation, relationOf(content)])",
    instead: "admitRelations(message.form, [arrived.wire.relation])",
  },
  {
    file: "obey-commands.ts",
    name: "obey-commands: the index of a judged ciphertext is written down",
    code: "replay",
    text: "seen: judgement.seen,",
    instead: "seen: undefined,",
  },
  {
    file: "obey-commands.ts",
    name: "obey-commands: the id of a judged command is written down",
    code: "repeated",
    text: `commandId: judgement.kind === "refused" ? spentId(judgement) : begin?.id,`,
    instead: "commandId: undefined,",
  },
  {
    file: "obey-commands.ts",
    name: "obey-commands: a refused command's id is spent",
    code: "repeated",
    text: `refusal.code === "wrong-agent" ? undefined : commandId;`,
    instead: "undefined;",
  },
  {
    file: "run-commands.ts",
    name: "run-commands: the sender's key once more when acting",
    code: "identity-changed",
    shownBy: "an identity swapped, a device signed out, or a pin lost between the verdict and the act",
    text: "if (distrust !== undefined) return",
    instead: "if (false) return",
  },
  {
    file: "run-commands.ts",
    name: "run-commands: the time once more when acting",
    code: "expired",
    text: "if (this.#isTooLate(open)) return",
    instead: "if (false) return",
  },
  {
    file: "inbox-loop.ts",
    name: "inbox-loop: what makes the gate itself throw is refused",
    code: "malformed",
    text: `return refused(refuse("malformed"));`,
    instead: `return { kind: "ignored" };`,
  },
];

/** Rules that no attack can show, by name, and why: another one stands before them. */
export const lockedTwice: Readonly<Record<string, string>> = {
  "admit-text: if (rules.knowsCommand(id))": "the id is session and index, so the replay rule comes first",
  "inbox-loop: what makes the gate itself throw is refused": "nothing is known that makes it throw",
};
