import type { Configuration } from "../../config/configuration.ts";
import { AgentFault } from "../../core/agent-fault.ts";
import { plainObject } from "../../core/plain-object.ts";
import { lookIntoStore } from "../../store/look-into-store.ts";
import type { PeopleJson } from "../../wiring/people/person-json.ts";
import { checkAudience } from "./check-audience.ts";
import type { RunningAgent } from "./find-running-agent.ts";
import { type Finding, findingsOf } from "./finding.ts";
import type { HomeserverSession } from "./homeserver-session.ts";

const { ok, warn, fail } = findingsOf("rooms");

/** Both rooms as the homeserver has them: joined, encrypted, and whether the agent may write its state there. */
export async function checkRooms(
  configuration: Configuration,
  session: HomeserverSession | undefined,
  running: RunningAgent | undefined,
  known: PeopleJson,
): Promise<readonly Finding[]> {
  if (session === undefined) return [];
  const rooms = roomIds(configuration);
  if (rooms.length === 0) {
    return [
      running === undefined
        ? ok("none yet; the next start joins or makes them")
        : ok("known to the running agent, not in its files yet; its log names them"),
    ];
  }
  const found = await Promise.all(rooms.map(([name, room]) => checkRoom(name, room, configuration, session, known)));
  return found.flat();
}

/** Ids of the configuration, or those that the agent pinned. */
function roomIds({ matrix, stateDirectory }: Configuration): readonly (readonly [string, string])[] {
  const wishes = [
    ["room", matrix.room],
    ["data_room", matrix.dataRoom],
  ] as const;
  const isOwn = matrix.room === undefined && matrix.dataRoom === undefined;
  return wishes.flatMap(([name, wish]) => {
    if (wish === undefined && !isOwn) return [];
    const id = wish?.startsWith("!") ? wish : pinned(stateDirectory, `${name}:${wish ?? "own"}`);
    return id === undefined ? [] : [[name, id] as const];
  });
}

function pinned(stateDirectory: string, fact: string): string | undefined {
  try {
    using look = lookIntoStore(stateDirectory, "control.db");
    return look === undefined || look.version === 0 ? undefined : look.fact(fact);
  } catch (error) {
    if (error instanceof AgentFault) return undefined;
    throw error;
  }
}

type Content = Readonly<Record<string, unknown>>;

async function checkRoom(
  name: string,
  room: string,
  { matrix }: Configuration,
  { userId, ask }: HomeserverSession,
  { people }: PeopleJson,
): Promise<readonly Finding[]> {
  const where = `${name} ${room}`;
  const { status, body } = await ask(`/rooms/${encodeURIComponent(room)}/state`);
  if (status === 403 || status === 404) {
    return [fail(`the agent is not in ${where}`, "invite it from a listed operator and restart it")];
  }
  if (status !== 200) {
    return [warn(`the homeserver was not heard about ${where} (status ${status})`, "mend the lines above first")];
  }
  const audience = checkAudience(name, body, userId, people, matrix.audience);
  return [checkState(where, body, userId, matrix.encryption), ...audience];
}

function checkState(
  where: string,
  body: unknown,
  userId: string,
  encryption: Configuration["matrix"]["encryption"],
): Finding {
  const state = (type: string): Content => find(body, type);
  const isEncrypted = typeof plainObject(state("m.room.encryption").content).algorithm === "string";
  if (!isEncrypted && encryption === "required") {
    return fail(
      `${where} is not encrypted: nothing is sent to it`,
      "turn on encryption in it, or say `encryption: off`",
    );
  }
  const power = plainObject(state("m.room.power_levels").content);
  const has = numberOr(plainObject(power.users)[userId], numberOr(power.users_default, 0));
  const needs = numberOr(power.state_default, 50);
  if (has < needs && !isCreator(userId, state("m.room.create"))) {
    return warn(`the agent may not write state in ${where}`, `give ${userId} power level ${needs}; it has ${has}`);
  }
  return ok(`${where}: joined, ${isEncrypted ? "encrypted" : "not encrypted"}, the agent may write state`);
}

/** The state event of that type with an empty state key. */
function find(state: unknown, type: string): Content {
  const events: readonly unknown[] = Array.isArray(state) ? state : [];
  return plainObject(events.find((event) => plainObject(event).type === type && plainObject(event).state_key === ""));
}

/** From version 12 on, whoever made a room stands above its power levels (MSC4289). */
function isCreator(userId: string, { sender, content }: Content): boolean {
  return sender === userId && Number(plainObject(content).room_version) >= 12;
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}
