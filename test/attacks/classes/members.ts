import { commandType } from "../../../schemas/command.ts";
import { inClear, memberEvent, stateEvent, tombstone } from "../../homeserver/lying/forge-event.ts";
import type { Content } from "../../homeserver/lying/wire.ts";
import { type AttackClass, claims } from "../stage.ts";

export const memberClasses: readonly AttackClass[] = [
  {
    name: "an operator who left or was banned",
    async attack(stage) {
      const { random, reader } = stage;
      const event =
        random.below(2) === 0
          ? await reader.seal(commandType, stage.command({ op: "read", input: undefined }))
          : await reader.seal("m.room.message", {
              msgtype: "m.text",
              body: random.pick(["!status", "!things", "!stop"]),
            });
      await using _lie = await stage.lieAboutMember(reader.user, random.pick(["leave", "ban"] as const));
      await stage.deliver([event]);
      return claims("not-joined", [event]);
    },
  },
  {
    name: "a ghost: a member whom nobody invited, made up by the homeserver",
    async attack(stage) {
      const ghost = `@${stage.random.word(8)}:example.org`;
      const puppet = await stage.puppet(ghost, "GHOST");
      await using _lie = await stage.lieAboutMember(ghost, "join");
      const event = await stage.sealAs(puppet, commandType, stage.command());
      await stage.deliver([event]);
      return claims("nothing", [event]);
    },
  },
  {
    name: "power and rights that the room's state gives away",
    async attack(stage) {
      const { random, stranger, owner } = stage;
      const levels = { users: { [stranger.user]: 100, [owner.user]: -1 }, events_default: 0, state_default: 0 };
      await stage.tellState(
        random.shuffled([
          stateEvent(owner.user, "m.room.power_levels", "", levels),
          stateEvent(owner.user, "dev.roomwire.operators", "", { operators: [stranger.user] }),
          memberEvent(stranger.user, "join", owner.user),
        ]),
      );
      const event = await stranger.seal(commandType, stage.command());
      await stage.deliver([event]);
      return claims("nothing", [event]);
    },
  },
  {
    name: "a room that is called unencrypted, or encrypted in another way, so that words in clear would count",
    async attack(stage) {
      const { random, owner, room } = stage;
      const content = random.pick<Content>([{}, { algorithm: "none" }, { algorithm: "m.megolm.v2.aes-sha2" }]);
      await stage.tellState([stateEvent(owner.user, "m.room.encryption", "", content)]);
      const event = inClear(owner.user, commandType, stage.command({ room_id: room }));
      await stage.deliver([event]);
      return claims("plaintext", [event]);
    },
  },
  {
    name: "a room that is said to be replaced by another",
    async attack(stage) {
      const trap = `!${stage.random.word(20)}`;
      await stage.tellState([tombstone(stage.owner.user, trap)]);
      const event = await stage.owner.seal(commandType, stage.command({ room_id: trap }));
      await stage.deliver([event], trap);
      return claims("nothing", [event]);
    },
  },
];
