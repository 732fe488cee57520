import type { Configuration } from "../config/configuration.ts";
import { ownKeysNow, takeOwnKey } from "../control/own-key.ts";
import { PairDesk } from "../control/pair.ts";
import { PairButton } from "../control/pair-button.ts";
import { listedPeople, type Person, peopleNow } from "../control/people.ts";
import { type Standing, takeServedKey } from "../control/served-keys.ts";
import { UnlistedPeople } from "../control/unlisted-people.ts";
import type { Chance } from "../core/chance.ts";
import type { Clock } from "../core/clock.ts";
import type { RoomId, UserId } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import type { Property } from "../core/property.ts";
import type { Reading } from "../core/reading.ts";
import type { ControlStore, Pin } from "../core/store-ports.ts";
import type { MatrixLink } from "../matrix/matrix-link.ts";
import { answerEvent } from "../talk/answer-event.ts";
import type { TrustStatus } from "../talk/answers/status.ts";
import { sentence } from "../talk/sentence.ts";
import type { Texts } from "../texts/english.ts";
import type { AlertWatch } from "./alerts.ts";
import { endIdentityAlerts, identityKey } from "./identity-alerts.ts";
import { tellOwnReplaced } from "./tell-own-replaced.ts";
import { warnOfUnpinned } from "./warn-of-unpinned.ts";

export interface TrustParts {
  readonly configuration: Configuration;
  readonly store: ControlStore;
  readonly link: Pick<MatrixLink, "userId" | "rooms" | "clear" | "watchIdentities">;
  /** The room for people first. */
  readonly rooms: readonly [RoomId, ...RoomId[]];
  readonly texts: Texts;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: Log;
  readonly alerts: Pick<AlertWatch, "raise" | "clear"> & { readonly board: Pick<AlertWatch["board"], "standing"> };
  readonly wakeSender: () => void;
  /** A room may take again what it did not. */
  readonly retrySending: () => void;
}

/** Who is who: what proves it, and what is told when it changes. */
export interface Trust extends Disposable {
  readonly pairing: PairDesk;
  /** For `!status`. */
  status(): TrustStatus;
  /** Everybody listed, operators first. */
  people(): readonly Person[];
  onPinned(pin: Pin): void;
  /** A property changed: it may be the button for pairing. */
  changed(property: Property, latest: Reading | undefined): void;
}

export function wireTrust(parts: TrustParts): Trust {
  const { configuration, store, clock, chance, log, retrySending } = parts;
  warnOfUnpinned(configuration.operators, store, log);
  const pairing = new PairDesk({ clock, store, randomBytes: (count) => chance.bytes(count) });
  const button = new PairButton(() => {
    pairing.press();
    log.info("the button for pairing was pressed: the first listed operator without a key may type !pair");
  });
  using opened = new DisposableStack();
  const unlisted = opened.use(watchUnlisted(parts));
  opened.use(watchKeys(parts));
  opened.use(endIdentityAlerts(parts));
  const owned = opened.move();
  return {
    pairing,
    status: () => trustStatus(parts, unlisted.here),
    people: () => peopleNow(configuration, store),
    onPinned: ({ user, masterKey, way }) => {
      log.warn(pinnedLine(way), { user, master_key: masterKey, way });
      retrySending();
    },
    changed: (property, latest) => {
      if (property.path === configuration.pairButton && latest !== undefined) button.saw(latest);
    },
    [Symbol.dispose]: () => owned.dispose(),
  };
}

function trustStatus({ configuration, store, link, rooms }: TrustParts, here: readonly UserId[]): TrustStatus {
  const people = peopleNow(configuration, store);
  const are = (standing: Standing) => people.filter((one) => one.standing === standing).map(({ user }) => user);
  const operators = people.filter(({ rights, standing }) => rights !== undefined && standing === "not-pinned");
  const unheard = new Set([...here, ...are("not-pinned"), ...are("identity-changed")]);
  const members = rooms.flatMap((room) => link.rooms.members(room));
  const isPinned = configuration.matrix.audience === "pinned";
  return {
    notPinned: operators.map(({ user }) => user),
    firstUse: are("first-use"),
    identityChanged: are("identity-changed"),
    unlisted: here,
    silencing: isPinned ? [...unheard].filter((user) => members.includes(user)) : [],
    isOwnReplaced: ownKeysNow(link.userId, store).isReplaced,
  };
}

/** Follows the keys that are served for everybody listed, and the agent's own. */
function watchKeys({ configuration, store, link, rooms: [room], texts, clock, log, alerts }: TrustParts): Disposable {
  const people = listedPeople(configuration);
  const onChanged = (user: UserId, served: string, pinned: string): void => {
    const fields = { code: "identity-changed", served, pinned };
    log.warn(`${user} has another identity than the pinned one and is obeyed no more`, fields);
    alerts.raise({
      key: identityKey(user, served),
      text: texts.alerts.identityChanged(user),
      isMomentary: false,
      except: user,
    });
  };
  const onReplaced = tellOwnReplaced({ link, room, clock, log });
  const own = { agent: link.userId, store, clock, onReplaced };
  const theirs = { people, store, clock, onChanged };
  return link.watchIdentities([link.userId, ...people.map(({ user }) => user)], (user, served) =>
    user === link.userId ? takeOwnKey(served, own) : takeServedKey(user, served, theirs),
  );
}

function watchUnlisted(parts: TrustParts): UnlistedPeople {
  const { configuration, store, link, rooms, texts, clock, log, wakeSender, retrySending } = parts;
  const joinedNotice = (users: readonly UserId[], more: number): object =>
    answerEvent(sentence(texts.trust.joined(users.join(", "), more)), undefined);
  const listed = new Set([link.userId, ...listedPeople(configuration).map(({ user }) => user)]);
  return new UnlistedPeople({
    rooms,
    room: rooms[0],
    roomFacts: link.rooms,
    isListed: (user) => listed.has(user),
    store,
    clock,
    // Under `pinned` nothing would reach the room while they are in it, and afterwards it is no news.
    tell: configuration.matrix.audience === "pinned" ? undefined : joinedNotice,
    onJoined: (users) => {
      log.warn("somebody who is not listed is in the room", { users });
      wakeSender();
    },
    onLeft: retrySending,
    onFault: (error) => log.error("who joined could not be noted", { error }),
  });
}

function pinnedLine(way: Pin["way"]): string {
  return way === "first-use" ? "a key was pinned at first use: nobody has proved whose it is" : "a key was pinned";
}
