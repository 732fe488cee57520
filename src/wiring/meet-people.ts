import { listedPeople } from "../control/people.ts";
import type { RoomId, UserId } from "../core/ids.ts";
import type { Thing } from "../core/thing.ts";
import { visibleProperties } from "../readings/visible-properties.ts";
import { type Answer, answerEvent } from "../talk/answer-event.ts";
import { greetNewcomers, introduce } from "../talk/introduce.ts";
import { type NewcomerMemory, watchNewcomers } from "./newcomers.ts";
import { type SendingParts, timelineAudience } from "./sending-parts.ts";

export interface MeetPeopleParts extends Pick<SendingParts, "configuration" | "rooms" | "texts" | "clock" | "log"> {
  readonly link: { readonly rooms: Pick<SendingParts["link"]["rooms"], "members" | "isEncrypted"> };
  readonly readings: { readonly latest: Pick<SendingParts["readings"]["latest"], "get"> };
  readonly store: Pick<SendingParts["store"], "fact" | "setFact" | "post">;
  readonly newcomers: { readonly people: NewcomerMemory };
  readonly wakeSender: () => void;
}

const introducedFact = (room: RoomId): string => `introduced:${room}`;

/**
 * Introduces the agent once in the room for people, as soon as somebody listed is there to read it; whoever is listed and joins
 * later gets the values as they are then, at most once in 10 minutes.
 */
export function meetPeople(parts: MeetPeopleParts): Disposable {
  const { configuration, link, rooms, readings, store, texts, clock, log, wakeSender } = parts;
  const { room, dataRoom } = rooms;
  const listed = new Set<UserId>(listedPeople(configuration).map(({ user }) => user));
  const present = (): readonly UserId[] => link.rooms.members(room).filter((user) => listed.has(user));
  const isIntroduced = (): boolean => store.fact(introducedFact(room)) !== undefined;
  const say = (answer: Answer): void => {
    store.post({ class: "answer", event: { room, type: "m.room.message", content: answerEvent(answer, undefined) } });
    wakeSender();
  };
  const meet = (): void => {
    const things = visibleThings(parts, room);
    const values = { latest: readings.latest.get.bind(readings.latest), now: clock.now() };
    const { deviceName: name } = configuration.matrix;
    try {
      const isNew = !isIntroduced();
      // First the note: rather not introduced at all than twice.
      if (isNew) store.setFact(introducedFact(room), "yes");
      const hasDataRoom = dataRoom !== undefined;
      say(isNew ? introduce({ name, things, values, hasDataRoom }, texts) : greetNewcomers({ things, values }, texts));
    } catch (error) {
      log.error("who joined could not be greeted", { error });
    }
  };
  const { people: memory } = parts.newcomers;
  if (!isIntroduced() && present().length > 0) {
    meet();
    // Whoever joined just before a reload is greeted by that.
    memory.known = undefined;
  }
  return watchNewcomers({ rooms: { members: present }, watched: [room], clock, memory, tellAgain: meet });
}

function visibleThings({ configuration, link }: MeetPeopleParts, room: RoomId): readonly Thing[] {
  const audience = timelineAudience(configuration, link, room);
  return configuration.things.map((thing) => ({ ...thing, properties: visibleProperties(thing, audience) }));
}
