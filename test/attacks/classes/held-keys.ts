import { commandType } from "../../../schemas/command.ts";
import { type AttackClass, claims, type NearAttackClass, type Stage } from "../stage.ts";

/** None takes the place of another. */
function someCommands(stage: Stage) {
  return [
    stage.command({ thing: "shed", name: "crank" }),
    stage.command({ name: "heat", input: true }),
    stage.command(),
  ];
}

export const heldKeyClasses: readonly AttackClass[] = [
  {
    name: "a room key that is held back for a while: nothing of its session is lost, repeated or out of order",
    async attack(stage) {
      await stage.renewSession();
      const contents = someCommands(stage);
      const keys = stage.holdKeys();
      const events = [];
      for (const content of contents) events.push(await stage.owner.seal(commandType, content));
      await stage.deliver(events);
      for (const { name, input } of contents) stage.lawful.push(`${name}=${input}`);
      await keys.release();
      await stage.settle();
      await stage.deliver(events);
      return claims("obeyed", events);
    },
  },
];

export const nearHeldKeyClasses: readonly NearAttackClass[] = [
  {
    name: "a room key that comes between the looks at two events of its session",
    async attackNear(stage) {
      await stage.renewSession();
      const contents = someCommands(stage);
      const keys = stage.holdKeys();
      const events = [];
      for (const content of contents) events.push(await stage.owner.seal(commandType, content));
      stage.releaseAtFirstLook(keys);
      for (const { name, input } of contents) stage.lawful.push(`${name}=${input}`);
      await stage.deliver(events);
      await stage.pass(0);
      return claims("obeyed", events);
    },
  },
  {
    name: "a room key that never comes",
    async attackNear(stage) {
      const { random } = stage;
      await stage.renewSession();
      const event = await (async () => {
        await using _held = stage.holdKeys("for ever");
        return await stage.owner.seal(commandType, stage.command());
      })();
      await stage.renewSession();
      await stage.deliver([event]);
      await stage.obeyed();
      await stage.pass(300_000 + random.below(1000));
      return claims("undecryptable", [event]);
    },
  },
  {
    name: "a room key that comes when the command is over",
    async attackNear(stage) {
      await stage.renewSession();
      const keys = stage.holdKeys();
      const event = await stage.owner.seal(commandType, stage.command());
      await stage.deliver([event]);
      await stage.pass(62_000 + stage.random.below(200_000));
      await keys.release();
      return claims("expired", [event]);
    },
  },
];
