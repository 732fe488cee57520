import { commandType } from "../../../schemas/command.ts";
import { type AttackClass, claims, type NearAttackClass } from "../stage.ts";

export const sessionClasses: readonly AttackClass[] = [
  {
    name: "a stranger's or another operator's ciphertext under the owner's name",
    async attack(stage) {
      const { random, owner, stranger, reader } = stage;
      const event = await random.pick([stranger, reader]).seal(commandType, stage.command());
      const forged = { ...event, sender: owner.user };
      await stage.deliver([forged]);
      return claims("undecryptable", [forged]);
    },
  },
  {
    name: "the owner's ciphertext under another operator's or a stranger's name",
    async attack(stage) {
      const { random, owner, stranger, reader } = stage;
      const event = await owner.seal(commandType, stage.command());
      const isListed = random.below(2) === 0;
      const forged = { ...event, sender: isListed ? reader.user : stranger.user };
      await stage.deliver([forged]);
      return claims(isListed ? "undecryptable" : "nothing", [forged]);
    },
  },
];

export const nearSessionClasses: readonly NearAttackClass[] = [
  {
    name: "a session that was imported, from a file or a backup",
    async attackNear(stage) {
      const { owner } = stage;
      const puppet = await stage.puppet(owner.user, stage.random.word(10).toUpperCase());
      const event = await (async () => {
        await using _held = stage.holdKeys("for ever");
        return await stage.sealAs(puppet, commandType, stage.command());
      })();
      await stage.importSessions(puppet);
      await stage.deliver([event]);
      return claims("unsigned-device", [event]);
    },
  },
  {
    name: "a key that was forwarded or came in a bundle",
    async attackNear(stage) {
      using _distortion = stage.distortFacts({ forwarded: true });
      const event = await stage.owner.seal(commandType, stage.command());
      await stage.deliver([event]);
      return claims("forwarded-key", [event]);
    },
  },
  {
    name: "a key that its owner does not vouch for",
    async attackNear(stage) {
      using _distortion = stage.distortFacts({ shield: stage.random.pick(["grey", "red"] as const) });
      const event = await stage.owner.seal(commandType, stage.command());
      await stage.deliver([event]);
      return claims("untrusted-key", [event]);
    },
  },
];
