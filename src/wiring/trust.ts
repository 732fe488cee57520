import type { Configuration } from "../config/configuration.ts";
import { PairDesk } from "../control/pair.ts";
import { PairButton } from "../control/pair-button.ts";
import { listedPeople, peopleNow } from "../control/people.ts";
import { type Standing, takeServedKey } from "../control/served-keys.ts";
import type { Clock } from "../core/clock.ts";
import type { RoomId } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import type { Property } from "../core/property.ts";
import type { Reading } from "../core/reading.ts";
import type { ControlStore, Pin } from "../core/store-ports.ts";
import type { MatrixLink } from "../matrix/matrix-link.ts";
import { alertEvent } from "../talk/alert-event.ts";
import type { TrustStatus } from "../talk/answers/status.ts";
import { english } from "../texts/english.ts";

export interface TrustParts {
  readonly configuration: Configuration;
  readonly store: ControlStore;
  readonly clock: Clock;
  readonly log: Log;
}

/** Who is who: what proves it, and what is told when it changes. */
export interface Trust {
  readonly pairing: PairDesk;
  /** For `!status`. */
  status(): TrustStatus;
  onPinned(pin: Pin): void;
  /** A property changed: it may be the button for pairing. */
  changed(property: Property, latest: Reading | undefined): void;
  /** Follows the keys that are served, until disposed. */
  watch(link: Pick<MatrixLink, "watchIdentities" | "userId">, room: RoomId, wakeSender: () => void): Disposable;
}

export function wireTrust({ configuration, store, clock, log }: TrustParts): Trust {
  const randomBytes = (count: number) => crypto.getRandomValues(new Uint8Array(count));
  const pairing = new PairDesk({ clock, store, randomBytes });
  const button = new PairButton(() => {
    pairing.press();
    log.info("the button for pairing was pressed: the first listed operator without a key may type !pair");
  });
  const status = (): TrustStatus => {
    const people = peopleNow(configuration, store);
    const are = (standing: Standing) => people.filter((one) => one.standing === standing).map(({ user }) => user);
    const operators = people.filter(({ rights, standing }) => rights !== undefined && standing === "not-pinned");
    return {
      notPinned: operators.map(({ user }) => user),
      firstUse: are("first-use"),
      identityChanged: are("identity-changed"),
    };
  };
  return {
    pairing,
    status,
    onPinned: ({ user, masterKey, way }) => log.warn(pinnedLine(way), { user, master_key: masterKey, way }),
    changed: (property, latest) => {
      if (property.path === configuration.pairButton && latest !== undefined) button.saw(latest);
    },
    watch: (link, room, wakeSender) => {
      const people = listedPeople(configuration);
      const operators = configuration.operators.map(({ user }) => user);
      const parts = { people, operators, store, room, clock, ...tellChange(log, wakeSender) };
      return link.watchIdentities(
        people.map(({ user }) => user),
        (user, served) => takeServedKey(user, served, parts),
      );
    },
  };
}

function pinnedLine(way: Pin["way"]): string {
  return way === "first-use" ? "a key was pinned at first use: nobody has proved whose it is" : "a key was pinned";
}

function tellChange(log: Log, wakeSender: () => void) {
  return {
    alert: (user: Pin["user"], others: readonly Pin["user"][]) =>
      alertEvent(english.trust.identityChanged(user), others),
    onChanged: (user: Pin["user"], served: string, pinned: string) => {
      log.warn(`${user} has another identity than the pinned one and is obeyed no more`, {
        code: "identity-changed",
        served,
        pinned,
      });
      wakeSender();
    },
  };
}
