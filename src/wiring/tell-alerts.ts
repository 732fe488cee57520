import type { Operator } from "../config/configuration.ts";
import type { UserId } from "../core/ids.ts";
import type { Standing } from "../readings/alerts/alert-state.ts";
import type { Telling } from "../readings/alerts/telling.ts";
import { alertNotice } from "../talk/alert-notice.ts";
import type { SaidAlert } from "../talk/said-alerts.ts";
import { showTimeIn } from "../talk/show-time.ts";
import type { AlertWatch } from "./alerts.ts";
import { type SendingParts, timelineAudience } from "./sending-parts.ts";

export interface TellAlertsParts extends Pick<SendingParts, "configuration" | "rooms" | "texts" | "clock"> {
  readonly alerts: { readonly board: Pick<AlertWatch["board"], "attach"> };
  readonly link: {
    readonly rooms: Pick<SendingParts["link"]["rooms"], "isEncrypted" | "isJoined">;
    linkState(): "up" | "lost";
  };
  readonly store: Pick<SendingParts["store"], "postsWaiting">;
  readonly wakeSender: () => void;
}

/** While more posts than these wait, an alert would only queue up behind the last one. */
const mostWaiting = 4;

/** Tells alerts in the room for people, with its operators called, until disposed. */
export function tellAlerts(parts: TellAlertsParts): Disposable {
  const { configuration, link, rooms, texts, store, clock, wakeSender } = parts;
  const { room } = rooms;
  const showTime = showTimeIn(configuration.timeZone, texts.code);
  return parts.alerts.board.attach({
    isOpen: () => link.linkState() === "up" && store.postsWaiting() < mostWaiting,
    wording: (telling) => {
      const isPlain = timelineAudience(configuration, link, room) === "plain";
      const say = (one: Standing): SaidAlert => (isPlain && one.isPrivate ? hidden(one, parts) : one);
      const said = {
        raised: telling.raised.map(say),
        repeated: telling.repeated.map(say),
        over: telling.over.map(say),
        past: telling.past.map(say),
        isRinging: telling.isRinging,
      };
      const now = clock.now();
      const content = alertNotice(said, { mentioned: calledFor(telling, parts), showTime, now }, texts);
      return { class: telling.isRinging ? "result" : "answer", event: { room, type: "m.room.message", content } };
    },
    posted: wakeSender,
  });
}

/** Of which Thing it is, and nothing else: the key names the property. */
function hidden(one: Standing, { configuration, texts }: TellAlertsParts): SaidAlert {
  const title = configuration.things.find(({ id }) => id === one.thing)?.title ?? "";
  return { ...one, key: undefined, text: texts.alerts.hidden(title) };
}

/** Operators in the room whom one of these concerns. */
function calledFor(telling: Telling, { configuration, link, rooms, clock }: TellAlertsParts): readonly UserId[] {
  const all = [...telling.raised, ...telling.repeated, ...telling.past];
  const concerns = ({ user, things, until }: Operator): boolean =>
    (until === undefined || clock.now() < until) &&
    all.some(
      ({ thing, except }) =>
        except !== user && (thing === undefined || things === undefined || things.some((id) => id === thing)),
    );
  return configuration.operators
    .filter((operator) => link.rooms.isJoined(rooms.room, operator.user) && concerns(operator))
    .map(({ user }) => user);
}
