import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AgentFault } from "../../src/core/agent-fault.ts";
import type { RoomId, UserId } from "../../src/core/ids.ts";
import type { InboxEvent, OpenedEvent } from "../../src/core/room-ports.ts";
import type { ControlStore } from "../../src/core/store-ports.ts";
import { systemClock } from "../../src/machine/clock.ts";
import type { Credentials } from "../../src/matrix/credentials.ts";
import { openKeyStore } from "../../src/matrix/key-store.ts";
import type { LinkParts, LinkSettings } from "../../src/matrix/link-parts.ts";
import { type MatrixLink, openMatrixLink } from "../../src/matrix/matrix-link.ts";
import { sealRows } from "../../src/matrix/seal-rows.ts";
import { openControlFile } from "../../src/store/control-file.ts";
import { openCryptoFile } from "../../src/store/crypto-file.ts";
import { readStoreKey } from "../../src/store/store-key.ts";
import { until } from "../fakes/until.ts";
import { type MatrixUser, synapseUrl } from "./matrix-user.ts";

export interface AgentRig extends AsyncDisposable {
  readonly link: MatrixLink;
  readonly store: ControlStore;
  readonly faults: AgentFault[];
  readonly gaps: RoomId[];
  /** The next event in the inbox that no call before returned. */
  next(): Promise<InboxEvent>;
  /** The next event, opened. */
  open(): Promise<OpenedEvent>;
}

export interface RigOptions {
  readonly directory: string;
  readonly user: MatrixUser;
  readonly operators?: readonly UserId[];
  readonly room?: string;
  readonly settings?: Partial<LinkSettings>;
  readonly parts?: Partial<LinkParts>;
}

/** The matrix floor as the agent wires it, on real files and a real homeserver. */
export async function openAgent(options: RigOptions): Promise<AgentRig> {
  const { directory, user } = options;
  await using opening = new AsyncDisposableStack();
  const clock = systemClock("trusted");
  const store = opening.use(openControlFile(directory, clock));
  const rows = opening.use(openCryptoFile(directory));
  const prefix = `agent${randomBytes(4).toString("hex")}`;
  const kept = rows.databases()[0]?.name.split("::")[0] ?? prefix;
  const keys = opening.use(
    await openKeyStore(sealRows(rows, readStoreKey(directory)), { prefix: kept, onUnwritable: () => undefined }),
  );
  const faults: AgentFault[] = [];
  const gaps: RoomId[] = [];
  const settings = settingsOf(options, kept);
  const link = opening.use(
    await openMatrixLink(settings, {
      clock,
      store,
      ...filesOf(directory),
      readPassword: () => user.password,
      mayKeep: () => keys.failure === undefined,
      log: () => undefined,
      onInbox: () => undefined,
      onLink: () => undefined,
      onWaiting: () => undefined,
      onGap: (room) => gaps.push(room),
      onTombstone: () => undefined,
      onFatal: (fault) => faults.push(fault),
      ...options.parts,
    }),
  );
  const owned = opening.move();
  let position = 0;
  const next = async (): Promise<InboxEvent> => {
    await until("an event stands in the inbox", () => store.nextEvent(position) !== undefined);
    const event = store.nextEvent(position);
    if (event === undefined) throw new Error("no event");
    position = event.position;
    return event;
  };
  return {
    link,
    store,
    faults,
    gaps,
    next,
    open: async () => link.opener.open(await next()),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function settingsOf({ user, operators = [], room, settings }: RigOptions, prefix: string) {
  const names = { room: "Test", dataRoom: "Test data" };
  return {
    homeserver: synapseUrl,
    user: user.id,
    deviceName: "test agent",
    encryption: "required" as const,
    plainState: false,
    role: "agent" as const,
    rooms: { room, dataRoom: undefined, operators, readers: [], names },
    uncleanStop: false,
    keyStorePrefix: prefix,
    clearTexts: { unsignedSession: "Verify this session to use me.", ownIdentity: "I was replaced." },
    ...settings,
  };
}

function filesOf(directory: string) {
  const credentials = join(directory, "credentials.json");
  const recovery = join(directory, "recovery.key");
  return {
    credentials: {
      load: () =>
        existsSync(credentials) ? (JSON.parse(readFileSync(credentials, "utf8")) as Credentials) : undefined,
      save: (login: Credentials) => writeFileSync(credentials, JSON.stringify(login), { mode: 0o600 }),
    },
    readRecoveryKey: () => (existsSync(recovery) ? readFileSync(recovery, "utf8") : undefined),
    saveRecoveryKey: (text: string) => writeFileSync(recovery, text, { mode: 0o600 }),
  };
}
