import { commandType } from "../../../schemas/command.ts";
import { type AttackClass, claims, type NearAttackClass } from "../stage.ts";

export const placeClasses: readonly AttackClass[] = [
  {
    name: "a command that names another room than the one it stands in",
    async attack(stage) {
      const { random, room, dataRoom, owner } = stage;
      const [place, named] = random.shuffled([room, dataRoom]);
      const other = random.pick([named, "!elsewhere", room.toUpperCase(), `${place} `, ""]);
      const event = await owner.seal(commandType, stage.command({ room_id: other }), place);
      await stage.deliver([event], place);
      return claims("wrong-room", [event]);
    },
  },
  {
    name: "a ciphertext of one room told as one of another: it waits for a key in vain, and holds nothing else up",
    async attack(stage) {
      const { owner, reader, random } = stage;
      const event = await owner.seal(commandType, stage.command({ room_id: stage.dataRoom }));
      const told = random.pick([event, { ...event, sender: reader.user }]);
      await stage.deliver([told], stage.dataRoom);
      return claims("nothing", [told]);
    },
  },
  {
    name: "a command in a room that is not the agent's",
    async attack(stage) {
      const event = await stage.owner.seal(commandType, stage.command());
      await stage.deliver([event], `!${stage.random.word(20)}`);
      return claims("nothing", [event]);
    },
  },
  {
    name: "a command for another agent",
    async attack(stage) {
      const { random, agent } = stage;
      const other = random.pick([
        "@other:example.org",
        agent.toUpperCase(),
        `${agent}.`,
        agent.slice(1),
        "",
        random.word(8),
      ]);
      const event = await stage.owner.seal(commandType, stage.command({ agent: other }));
      await stage.deliver([event]);
      return claims("wrong-agent", [event]);
    },
  },
];

export const nearPlaceClasses: readonly NearAttackClass[] = [
  {
    name: "an event in the inbox of who is no longer listed",
    async attackNear(stage) {
      const event = await stage.stranger.seal(commandType, stage.command());
      await stage.keepUncut([event], stage.room);
      return claims("unlisted", [event]);
    },
  },
  {
    name: "a text that names no agent where there are several",
    async attackNear(stage) {
      using _others = stage.meetAgents(["@other:example.org"]);
      const event = await stage.owner.seal("m.room.message", { msgtype: "m.text", body: "!heat on" });
      await stage.deliver([event]);
      return claims("not-addressed", [event]);
    },
  },
  {
    name: "an event of a strange room that reached the inbox",
    async attackNear(stage) {
      const event = await stage.owner.seal(commandType, stage.command());
      await stage.keepUncut([event], `!${stage.random.word(20)}`);
      return claims("unknown-room", [event]);
    },
  },
  {
    name: "a command in a room that was never seen encrypted",
    async attackNear(stage) {
      const event = await stage.owner.seal(commandType, stage.command());
      using _unencrypted = stage.forgetEncryption();
      await stage.deliver([event]);
      return claims("plaintext", [event]);
    },
  },
];
