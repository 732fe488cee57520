import type { Configuration } from "../../config/configuration.ts";
import type { RoomId } from "../../core/ids.ts";
import { systemClock } from "../../machine/clock.ts";
import type { OpenLog } from "../../machine/open-log.ts";
import type { MatrixLink } from "../../matrix/matrix-link.ts";
import { openControlFile } from "../../store/control-file.ts";
import { english } from "../../texts/english.ts";
import { openLink } from "../../wiring/open-link.ts";

/** What stands at the homeserver when the account is ready. */
export interface OpenedAccount {
  readonly device: string;
  readonly room: RoomId;
  readonly dataRoom: RoomId | undefined;
  readonly space: RoomId | undefined;
  /** What a person should hear, each a sentence. */
  readonly warnings: readonly string[];
}

export interface OpenAccountParts {
  readonly configuration: Configuration;
  readonly password: string | undefined;
  readonly log: OpenLog;
  readonly onWaiting: (reason: string) => void;
}

/** Logs in, makes the account's identity and the rooms, or joins those that are there, and invites. Once more it finds all as it was. Throws AgentFault. */
export async function openAccount(parts: OpenAccountParts): Promise<OpenedAccount> {
  const { configuration, password, log, onWaiting } = parts;
  const { matrix, operators, readers, stateDirectory } = configuration;
  const clock = systemClock("trusted");
  const people = operators.map(({ user }) => user);
  const names = { room: matrix.deviceName, dataRoom: `${matrix.deviceName} data` };
  const rooms = { room: matrix.room, dataRoom: matrix.dataRoom, operators: people, readers, names };
  const { homeserver, user, deviceName, encryption } = matrix;
  const settings = {
    directory: stateDirectory,
    homeserver,
    user,
    deviceName,
    encryption,
    role: "agent",
    rooms,
  } as const;
  const fatal = Promise.withResolvers<never>();
  fatal.promise.catch(() => undefined);
  using store = openControlFile(stateDirectory, clock);
  const opening = openLink(
    { ...settings, plainState: false, uncleanStop: false, clearTexts: english.notices },
    {
      clock,
      store,
      readPassword: () => password,
      hide: log.hide,
      log: (line) => log.debug(line),
      // What people write now is judged by the agent, when it runs.
      onInbox: () => undefined,
      onLink: () => undefined,
      onGap: () => undefined,
      onTombstone: () => undefined,
      onWaiting,
      onFatal: fatal.reject,
    },
  );
  await using link = await Promise.race([opening, fatal.promise]);
  return await standing(link, parts);
}

async function standing(link: MatrixLink, { configuration, log }: OpenAccountParts): Promise<OpenedAccount> {
  const { matrix, operators, readers } = configuration;
  const { joined, identity, deviceId: device } = link;
  if (joined === undefined) throw new TypeError("an agent's link has joined its rooms");
  const { room, dataRoom } = joined;
  const all = [room, ...(dataRoom === undefined ? [] : [dataRoom])];
  const people = [...operators.map(({ user }) => user), ...readers];
  const isOwn = matrix.room === undefined;
  const space = isOwn
    ? await link.makeSpace({ name: matrix.deviceName, rooms: all, people }).catch((error: unknown) => {
        log.debug("no Space was made", { error });
        return undefined;
      })
    : undefined;
  const open = all.filter((id) => !link.rooms.isEncrypted(id));
  return {
    device,
    room,
    dataRoom,
    space,
    warnings: [
      ...(identity.kind === "signed" ? [] : [`Nobody will read this device: ${identity.detail}`]),
      ...(isOwn && space === undefined ? ["The homeserver made no Space over the two rooms; they work without."] : []),
      ...open.map((id) => `${id} is not encrypted: nothing is sent to it before it is.`),
    ],
  };
}
