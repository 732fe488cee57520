import { listedPeople } from "../../control/people.ts";
import { effectivePin, writePin } from "../../control/pins.ts";
import { AgentFault } from "../../core/agent-fault.ts";
import type { UserId } from "../../core/ids.ts";
import type { OperationCall } from "../../core/operation-ports.ts";
import { plainObject } from "../../core/plain-object.ts";
import type { VerificationFlow } from "../../matrix/verification-flows.ts";
import type { LiveDesk, OperatorsDesk } from "./operators-desk.ts";

/** How a verification at the console ended. */
export type VerifyReport =
  | { readonly kind: "verified"; readonly user: UserId; readonly master_key: string; readonly pinned: boolean }
  | { readonly kind: "ended"; readonly user: UserId; readonly reason: string };

/** ms between two looks for a request. */
const lookEveryMs = 500;

/**
 * One verification by emoji with a person at the console: of the next request that comes, or with somebody who is asked.
 * The emojis go to the console, which says whether they match; nobody there, and it is cancelled.
 */
export async function verifyPerson(
  user: UserId | undefined,
  desk: OperatorsDesk,
  live: LiveDesk,
  call: OperationCall,
): Promise<VerifyReport> {
  const flow = await flowWith(user, desk, live, call);
  await call.say({ kind: "begun", user: flow.user, room: flow.room ?? null });
  const compare = async (emojis: readonly object[]): Promise<boolean | undefined> => {
    await call.say({ kind: "emojis", user: flow.user, emojis });
    const { matches } = plainObject(await call.nextLine());
    return typeof matches === "boolean" ? matches : undefined;
  };
  const end = await live.verification.run(flow, compare, call.muted);
  if (end.kind === "ended") return { kind: "ended", user: flow.user, reason: end.reason };
  return {
    kind: "verified",
    user: flow.user,
    master_key: end.masterKey,
    pinned: pin(flow.user, end.masterKey, desk, live),
  };
}

/** False where the configuration says another key: only there can it be changed. */
function pin(user: UserId, masterKey: string, { configuration, store, clock }: OperatorsDesk, live: LiveDesk): boolean {
  const listed = listedPeople(configuration).find((person) => person.user === user);
  if (listed === undefined) return false;
  const known = effectivePin(listed, store);
  if (known?.way === "configuration") return known.masterKey === masterKey;
  const made = { user, masterKey, way: "emoji", pinnedAt: clock.now() } as const;
  writePin(store, made);
  live.onPinned(made);
  return true;
}

async function flowWith(
  user: UserId | undefined,
  desk: OperatorsDesk,
  { verification, room, isInRoom }: LiveDesk,
  call: OperationCall,
): Promise<VerificationFlow> {
  const waiting = verification.takeRequest(user);
  if (waiting !== undefined) return waiting;
  if (user === undefined) return await nextRequest(desk, { verification }, call);
  if (call.request.in_room === true) {
    if (isInRoom(user)) return await verification.askInRoom(user, room);
    throw new AgentFault("agent-refused", `${user} is not in the room.`, { remedy: "Leave --in-room out." });
  }
  const signed = (await verification.sessions(user)).filter(({ isSigned }) => isSigned);
  const named = call.request.session;
  const chosen = named === undefined ? signed : signed.filter(({ device }) => device === named);
  const [only] = chosen;
  if (only !== undefined && chosen.length === 1) return await verification.askSession(user, only.device);
  const list = signed.map(({ device, name }) => `${device}${name === undefined ? "" : ` (${name})`}`).join(", ");
  throw new AgentFault("agent-refused", `Which session of ${user}? Signed ones: ${list || "none"}.`, {
    remedy: "Name one with --session, or ask all of them with --in-room.",
  });
}

async function nextRequest(
  { clock }: OperatorsDesk,
  { verification }: Pick<LiveDesk, "verification">,
  { say, muted }: OperationCall,
): Promise<VerificationFlow> {
  await say({ kind: "waiting" });
  while (!muted.aborted) {
    const flow = verification.takeRequest();
    if (flow !== undefined) return flow;
    await new Promise<void>((done) => clock.after(lookEveryMs, done));
  }
  throw new AgentFault("agent-refused", "Nobody waits any more.");
}
