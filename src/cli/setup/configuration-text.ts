import type { UserId } from "../../core/ids.ts";
import type { NewOperator } from "./ask-operators.ts";
import type { RoomChoice } from "./ask-rooms.ts";
import type { FoundThings } from "./found-hardware.ts";

export interface NewConfiguration {
  readonly homeserver: string;
  readonly user: UserId;
  readonly name: string;
  readonly rooms: RoomChoice;
  readonly operators: readonly NewOperator[];
  /** Absolute. */
  readonly stateDirectory: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly found: FoundThings;
}

/** A commented configuration, YAML 1.2. Holds no secret. */
export function configurationText(settings: NewConfiguration): string {
  const { homeserver, user, name, rooms, operators, stateDirectory, timeZone, found } = settings;
  return `# Written by roomwire setup, once: it is yours from now on. Every key stands in docs/config.md.
# After a change: \`roomwire check\` tells every problem, \`roomwire reload\` has the running agent take it.
matrix:
  homeserver: ${quoted(homeserver)}
  user: ${quoted(user)}
  device_name: ${quoted(name)}   # also the name of its rooms
${roomLines(rooms)}  # The login is kept in the state directory; no password is needed any more.
clock: auto                      # trusted once the system says that it is synchronised
time_zone: ${quoted(timeZone)}
state_directory: ${quoted(stateDirectory)}   # keys, journal, readings; never copy it back from a backup
operators:
${operators.map(operatorLines).join("")}connections:
${found.connections}things:
${found.things}`;
}

function roomLines({ room, dataRoom }: RoomChoice): string {
  if (room === undefined)
    return "  # room and data_room are the agent's own, made by setup and known in the state directory.\n";
  const people = `  room: ${quoted(room)}   # for people: commands, answers, alerts\n`;
  return dataRoom === undefined ? people : `${people}  data_room: ${quoted(dataRoom)}   # for programs: readings\n`;
}

function operatorLines({ user, masterKey }: NewOperator): string {
  const key =
    masterKey === undefined
      ? "    # Obeyed once their key was proved by code or pictures; `roomwire operators` shows it.\n"
      : `    master_key: ${quoted(masterKey)}\n`;
  return `  - user: ${quoted(user)}\n${key}    may: [read, write, invoke]     # admin may end a stop as well\n`;
}

/** Every text of JSON is one of YAML 1.2. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
