import { commandType } from "../../../schemas/command.ts";
import { asNew } from "../../homeserver/lying/forge-event.ts";
import { type AttackClass, claims, type NearAttackClass } from "../stage.ts";

export const floodClasses: readonly AttackClass[] = [
  {
    name: "a flood by a member of the room who is not listed",
    async attack(stage) {
      const { random, stranger } = stage;
      const event = await stranger.seal(commandType, stage.command());
      const flood = Array.from({ length: 100 + random.below(200) }, () => asNew(event));
      await stage.deliver(flood);
      return claims("nothing", flood);
    },
  },
];

export const nearFloodClasses: readonly NearAttackClass[] = [
  {
    name: "a flood by an operator, whose budget is their own",
    async attackNear(stage) {
      const { random, reader } = stage;
      const event = await reader.seal(commandType, stage.command());
      const flood = Array.from({ length: 201 + random.below(50) }, () => asNew(event));
      await stage.deliver(flood);
      const [first, ...rest] = flood;
      if (first === undefined) throw new Error("there is no flood");
      return [
        ...claims("not-allowed", [first]),
        ...claims("replay", rest.slice(0, 199)),
        ...claims("nothing", rest.slice(199)),
      ];
    },
  },
  {
    name: "a flood of events whose keys never come",
    async attackNear(stage) {
      const { random, reader } = stage;
      const event = await reader.seal(commandType, stage.command());
      const flood = Array.from({ length: 110 + random.below(20) }, () => {
        const content = { ...event.content, session_id: random.word(43) };
        return { ...asNew(event), content };
      });
      await stage.deliver(flood);
      await stage.pass(300_000);
      return [...claims("undecryptable", flood.slice(0, 100)), ...claims("over-budget", flood.slice(100))];
    },
  },
];
