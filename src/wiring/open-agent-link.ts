import type { Configuration } from "../config/configuration.ts";
import type { CutArrivals } from "../control/cut-arrivals.ts";
import { freshnessHorizonMs } from "../control/freshness.ts";
import { listedPeople } from "../control/people.ts";
import { effectivePin } from "../control/pins.ts";
import type { AgentFault } from "../core/agent-fault.ts";
import type { Clock } from "../core/clock.ts";
import type { ControlStore } from "../core/store-ports.ts";
import type { OpenLog } from "../machine/open-log.ts";
import type { MayHear } from "../matrix/check-audience.ts";
import type { LinkState } from "../matrix/link-watch.ts";
import type { MatrixLink } from "../matrix/matrix-link.ts";
import type { GapLeft } from "../matrix/sync-gaps.ts";
import { secretFile } from "../store/secret-file.ts";
import type { Texts } from "../texts/english.ts";
import { openLink } from "./open-link.ts";

export interface AgentLinkParts {
  /** The one that holds now: who is listed may change while the link is open. */
  readonly configuration: () => Configuration;
  readonly store: ControlStore;
  readonly texts: Pick<Texts, "notices">;
  readonly clock: Clock;
  readonly log: OpenLog;
  /** Makes room on a full disk, once. */
  readonly giveUpRoom: () => boolean;
  readonly arrivals: Pick<CutArrivals, "mayCommand" | "admit">;
  readonly onInbox: () => void;
  readonly onLink: (state: LinkState) => void;
  /** While the link is opened: what was begun is let go, and its reason thrown. */
  readonly givenUp: AbortSignal;
  readonly onFatal: (fault: AgentFault) => void;
}

const leftOut: Readonly<Record<GapLeft, string>> = {
  "too-old": "what is too old for any command was not asked for",
  "too-many": "there were more than a thousand, the oldest were not asked for",
  refused: "the homeserver left them out and does not give them; commands among them are not obeyed",
  "not-asked": "the homeserver left them out",
};

/** Set while a run is under way, empty after a clean stop. */
const runningFact = "running";

/** The agent's own link: signs in, makes or joins its rooms. Waits while the homeserver is away. Throws AgentFault. */
export async function openAgentLink(parts: AgentLinkParts): Promise<MatrixLink> {
  const { configuration, store, clock, log, arrivals } = parts;
  const { matrix, stateDirectory } = configuration();
  const uncleanStop = store.fact(runningFact) === "yes";
  store.setFact(runningFact, "yes");
  return await openLink(
    {
      directory: stateDirectory,
      homeserver: matrix.homeserver,
      user: matrix.user,
      deviceName: matrix.deviceName,
      encryption: matrix.encryption,
      plainState: matrix.state === "plain",
      role: "agent",
      rooms: {
        room: matrix.room,
        dataRoom: matrix.dataRoom,
        get operators() {
          return configuration().operators.map(({ user }) => user);
        },
        get readers() {
          return configuration().readers;
        },
        names: { room: matrix.deviceName, dataRoom: `${matrix.deviceName} data` },
      },
      uncleanStop,
      clearTexts: parts.texts.notices,
    },
    {
      clock,
      store,
      readPassword: () => readPassword(matrix.passwordFile, log),
      hide: log.hide,
      log: (line) => log.debug(line),
      mayCommand: (sender) => arrivals.mayCommand(sender),
      admit: (event) => arrivals.admit(event),
      isListed: (user) => listedPeople(configuration()).some((listed) => listed.user === user),
      ...(matrix.audience === "pinned" && { mayHear: mayHear(configuration, store) }),
      onVerificationRequest: (user) =>
        log.warn(`${user} asks to be verified by emoji within ten minutes: \`roomwire operators verify\``, { user }),
      giveUpRoom: parts.giveUpRoom,
      givenUp: parts.givenUp,
      onInbox: parts.onInbox,
      onLink: parts.onLink,
      onFatal: parts.onFatal,
      onWaiting: (reason) => log.warn(`the homeserver does not answer, the agent waits for it: ${reason}`),
      gapHorizonMs: freshnessHorizonMs,
      onGap: (room, left) => log.warn(`events of ${room} are missing: ${leftOut[left]}`, { room }),
      onKeysLost: () =>
        log.error("keys that came from the homeserver could not be taken; events under them are refused"),
      onTombstone: (room, replacement) =>
        log.warn(`${room} was replaced by ${replacement}: name the new room in the configuration to move there`),
    },
  );
}

/** Under `audience: pinned`, whoever is listed and served under the key that is pinned. */
function mayHear(configuration: () => Configuration, store: ControlStore): MayHear {
  return (user, served) => {
    const listed = listedPeople(configuration()).find((person) => person.user === user);
    const pin = listed === undefined ? undefined : effectivePin(listed, store);
    return pin !== undefined && pin.masterKey === served;
  };
}

/** The keys of this run may be used on by the next one. */
export function markCleanStop(store: ControlStore): void {
  store.setFact(runningFact, "no");
}

function readPassword(file: string | undefined, log: OpenLog): string | undefined {
  const password = file === undefined ? undefined : secretFile(file).read();
  if (password !== undefined) log.hide(password);
  else if (file !== undefined) log.warn(`${file} is not there (matrix.password_file)`);
  return password;
}
