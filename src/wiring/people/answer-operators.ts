import { codeForMs } from "../../control/pair.ts";
import { listedPeople } from "../../control/people.ts";
import { effectivePin, type Listed, writePin } from "../../control/pins.ts";
import { AgentFault } from "../../core/agent-fault.ts";
import { isUserId, type UserId } from "../../core/ids.ts";
import type { OperationAnswer, OperationCall, OperationRequest } from "../../core/operation-ports.ts";
import { ownKeyFact } from "../../core/own-key.ts";
import type { LiveDesk, OperatorsDesk } from "./operators-desk.ts";
import { peopleJson, seenJson } from "./person-json.ts";

/** `roomwire operators`, asked at the control socket or of the store alone. Throws AgentFault. */
export async function answerOperators(desk: OperatorsDesk, call: OperationCall): Promise<OperationAnswer> {
  const { request } = call;
  switch (request.ask) {
    case "list":
      return { end: peopleJson(desk) };
    case "show":
      return { end: show(desk, personOf(request, desk).user) };
    case "remove":
      return { end: remove(desk, personOf(request, desk)) };
    case "pair":
      return { end: { code: liveOf(desk).pairing.newCode(), valid_ms: codeForMs } };
    case "pin":
      return { end: await pin(desk, liveOf(desk), request) };
    case "verify": {
      const { verifyPerson } = await import("./verify-person.ts");
      const user = request.user === undefined ? undefined : personOf(request, desk).user;
      return { end: await verifyPerson(user, desk, liveOf(desk), call) };
    }
    default:
      throw new AgentFault("bad-usage", "This is not known of operators.", {
        remedy: "list, show USER, verify [USER], pair, remove USER, pin USER KEY.",
      });
  }
}

function show(desk: OperatorsDesk, user: UserId): object {
  const person = peopleJson(desk).people.find((one) => one.user === user);
  return { ...person, seen: seenJson(desk, user) };
}

function remove({ configuration, store }: OperatorsDesk, person: Listed): object {
  const pinned = effectivePin(person, store);
  if (pinned?.way === "configuration") {
    throw new AgentFault("bad-usage", `The key of ${person.user} stands in the configuration.`, {
      remedy: "Take master_key out there, or take the operator out, then `roomwire reload`.",
    });
  }
  const { user } = person;
  const trust = configuration.operators.find((operator) => operator.user === user)?.trust;
  const rest = { user, ...(trust !== undefined && { trust }) };
  if (pinned === undefined) return { ...rest, removed: false };
  store.removePin(user, { kind: "pin", body: { user, master_key: pinned.masterKey, way: "removed" } });
  return { ...rest, removed: true };
}

/** Pins what a person compared by other means: only the key that is served, so that a slip locks nobody out. */
async function pin(desk: OperatorsDesk, live: LiveDesk, request: OperationRequest): Promise<object> {
  const { store, clock, agent } = desk;
  const key = typeof request.key === "string" ? request.key.replace(/[\s=]/g, "") : "";
  const isOwn = request.user === agent;
  const person = isOwn ? { user: agent } : personOf(request, desk);
  const served = await live.verification.servedKey(person.user);
  if (served === undefined || key !== served) {
    throw new AgentFault(
      "agent-refused",
      `The homeserver serves ${served ?? "no key"} for ${person.user}, not ${key}.`,
      {
        remedy: "Compare the key with the person's own client; if theirs differs from what is served, do not trust it.",
      },
    );
  }
  if (isOwn) {
    store.setFact(ownKeyFact, key);
    store.audit({ kind: "pin", body: { user: agent, master_key: key, way: "console", own: true } });
    return { user: agent, pinned: key, restart: true };
  }
  const known = effectivePin(person, store);
  if (known?.way === "configuration") return pinnedByConfiguration(person.user, key, known.masterKey);
  const made = { user: person.user, masterKey: key, way: "console", pinnedAt: clock.now() } as const;
  writePin(store, made);
  live.onPinned(made);
  return { user: person.user, pinned: key, way: "console" };
}

/** Nothing that is said here outranks the configuration; that it says the same is worth knowing. */
function pinnedByConfiguration(user: UserId, key: string, kept: string): object {
  if (key === kept) return { user, pinned: key, way: "configuration" };
  throw new AgentFault("agent-refused", `The configuration says another master_key for ${user}, which counts.`, {
    remedy: "Change it there, then `roomwire reload`.",
  });
}

function personOf({ user }: OperationRequest, { configuration }: OperatorsDesk): Listed {
  const found = listedPeople(configuration).find((person) => person.user === user);
  if (found !== undefined) return found;
  const isId = typeof user === "string" && isUserId(user);
  throw new AgentFault("bad-usage", isId ? `${user} is not listed.` : "That is no user id.", {
    remedy: "List the person under operators or readers; an id looks like @ana:example.org.",
  });
}

function liveOf({ live }: OperatorsDesk): LiveDesk {
  if (live !== undefined) return live;
  throw new AgentFault("agent-out-of-reach", "No agent runs that could do this.", {
    remedy: "Start it; without it only list, show and remove work.",
  });
}
