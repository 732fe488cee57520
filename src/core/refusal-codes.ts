/**
 * Every reason to refuse a command: the rule of the gate it belongs to (docs/design: the way of a command),
 * what it means, and what the sender can do. docs/commands.md is checked against this table.
 */
export const refusalCodes = {
  "unknown-room": {
    rule: 1,
    meaning: "The event came from a room that is not one of the agent's.",
    remedy: "Send commands in the agent's room.",
  },
  "not-joined": { rule: 1, meaning: "The sender is not joined to the room.", remedy: "Join the room." },
  plaintext: { rule: 1, meaning: "The event was not encrypted.", remedy: "Send it from a client with encryption." },
  "too-large": { rule: 1, meaning: "The event is larger than a command can be.", remedy: "Send a smaller event." },
  "over-budget": { rule: 1, meaning: "Too many events from this sender.", remedy: "Wait a little." },
  relation: {
    rule: 1,
    meaning: "A command event must not relate to another event.",
    remedy: "Send it as a fresh event.",
  },
  edit: { rule: 1, meaning: "An edit never changes a command.", remedy: "Send a new message." },
  unlisted: {
    rule: 2,
    meaning: "The sender is not a listed operator.",
    remedy: "Ask the owner to list you under operators.",
  },
  "unsigned-device": {
    rule: 2,
    meaning: "The sending session is not signed by its owner.",
    remedy: "Verify this session in your client.",
  },
  "not-pinned": {
    rule: 2,
    meaning: "No key of this operator is pinned yet.",
    remedy: "Type !pair with the code that `roomwire operators pair` prints, or verify by emoji.",
  },
  "identity-changed": {
    rule: 2,
    meaning: "The operator's identity is not the pinned one.",
    remedy: "Pin the new master key after checking it.",
  },
  "pair-closed": {
    rule: 2,
    meaning: "There is no code to pair with, or it has run out.",
    remedy: "Ask for a fresh one at the machine: `roomwire operators pair`.",
  },
  "pair-wrong": {
    rule: 2,
    meaning: "That is not the code.",
    remedy: "Type it as the machine prints it; after five tries it is void.",
  },
  "untrusted-key": {
    rule: 3,
    meaning: "The key of the message is not one that its owner vouches for.",
    remedy: "Send it again from a verified session.",
  },
  "forwarded-key": {
    rule: 3,
    meaning: "The key of the message did not come from its sender.",
    remedy: "Send it again.",
  },
  replay: { rule: 3, meaning: "This ciphertext was judged before.", remedy: "Send a new command." },
  undecryptable: { rule: 3, meaning: "The key of the message did not arrive in time.", remedy: "Send it again." },
  malformed: { rule: 4, meaning: "The command does not match its schema.", remedy: "See docs/events.md." },
  version: { rule: 4, meaning: "This version of commands is not spoken here.", remedy: "Use v: 1." },
  "wrong-agent": { rule: 4, meaning: "The command is addressed to another agent.", remedy: "Check `agent`." },
  "wrong-room": {
    rule: 4,
    meaning: "The command names another room than the one it stands in.",
    remedy: "Check `room_id`.",
  },
  "unknown-target": {
    rule: 4,
    meaning: "There is no such Thing, property or action.",
    remedy: "Ask `!status` for what there is.",
  },
  "not-writable": {
    rule: 4,
    meaning: "The property cannot be written.",
    remedy: "Write a property that has an output.",
  },
  "bad-input": {
    rule: 4,
    meaning: "The input does not fit the property or action.",
    remedy: "See the Thing's schema.",
  },
  "not-addressed": {
    rule: 4,
    meaning: "Several agents are in the room and the text names none of them.",
    remedy: "Mention the agent, or write its name first: `!greenhouse-pi/pump on`.",
  },
  "not-allowed": { rule: 5, meaning: "The operator may not do this.", remedy: "Ask the owner for the right." },
  "rights-ended": {
    rule: 5,
    meaning: "The operator's rights have ended, or the clock that would tell is not set.",
    remedy: "Ask the owner for a later `until`.",
  },
  expired: { rule: 6, meaning: "The command is too old.", remedy: "Send it again." },
  "too-long": {
    rule: 6,
    meaning: "The command claims to be valid for more than five minutes.",
    remedy: "Shorten expires_at.",
  },
  "from-the-future": {
    rule: 6,
    meaning: "The command was issued ahead of the agent's clock.",
    remedy: "Check the clocks of both ends.",
  },
  challenge: {
    rule: 6,
    meaning: "This needs a confirmation that proves it is fresh.",
    remedy: "Repeat it under a new id with the nonce of the result; in a text, type the code.",
  },
  "challenge-wrong": {
    rule: 6,
    meaning: "This challenge was not given to this sender for this wish.",
    remedy: "Ask again without a challenge.",
  },
  "challenge-used": {
    rule: 6,
    meaning: "This challenge was answered before.",
    remedy: "Ask again without a challenge.",
  },
  "challenge-expired": {
    rule: 6,
    meaning: "The challenge was answered after more than 30 s.",
    remedy: "Ask again without a challenge.",
  },
  repeated: { rule: 7, meaning: "A command with this id was judged before.", remedy: "Use a new id." },
  superseded: {
    rule: 7,
    meaning: "A newer write to the same property came first.",
    remedy: "Nothing; the newer one counts.",
  },
  stopping: { rule: 7, meaning: "The agent is shutting down.", remedy: "Send it again when it is back." },
  stopped: {
    rule: 8,
    meaning: "Everything is stopped; only safe values can be written.",
    remedy: "See what is the matter; then somebody with `admin` sends `!stop release`.",
  },
  "no-lease": {
    rule: 8,
    meaning: "The output has no `safe_value` to go back to when a lease ends.",
    remedy: "Leave the time out, or give the output a `safe_value`.",
  },
  "only-if": {
    rule: 8,
    meaning: "A condition of `only_if` does not hold, or nobody knows whether it does.",
    remedy: "See to the named condition first.",
  },
  "only-while": {
    rule: 8,
    meaning: "A condition of `only_while` does not hold, or nobody knows whether it does.",
    remedy: "See to the named condition first.",
  },
  "not-with": {
    rule: 8,
    meaning: "Another output that must not be on at the same time is on, or may be.",
    remedy: "Switch the other one off first.",
  },
  "dead-time": {
    rule: 8,
    meaning: "An output that must not be on at the same time was on a moment ago.",
    remedy: "Send it again after the time that is named.",
  },
  "min-off": {
    rule: 8,
    meaning: "The output has not been off for long enough.",
    remedy: "Send it again after the time that is named.",
  },
  "max-switches": {
    rule: 8,
    meaning: "The output was switched on too often.",
    remedy: "Send it again after the time that is named.",
  },
} as const satisfies Record<string, { rule: number; meaning: string; remedy: string }>;

export type RefusalCode = keyof typeof refusalCodes;
