import { commandType } from "../../../schemas/command.ts";
import { type AttackClass, claims, type NearAttackClass } from "../stage.ts";

export const repeatClasses: readonly AttackClass[] = [
  {
    name: "a command id that was used, in a ciphertext of its own",
    async attack(stage) {
      const { random } = stage;
      const { command } = await stage.obeyed();
      if (random.below(2) === 0) await stage.restart();
      const event = await stage.owner.seal(commandType, stage.command({ id: command }));
      await stage.deliver([event]);
      return claims("repeated", [event]);
    },
  },
  {
    name: "a command id that was refused before",
    async attack(stage) {
      const wrong = stage.command({ input: -5 });
      const first = await stage.owner.seal(commandType, wrong);
      const second = await stage.owner.seal(commandType, stage.command({ id: wrong.id }));
      await stage.deliver([first, second]);
      return [...claims("bad-input", [first]), ...claims("repeated", [second])];
    },
  },
];

export const nearRepeatClasses: readonly NearAttackClass[] = [
  {
    name: "many writes to one output, held back and told at once: only the newest is done",
    async attackNear(stage) {
      const { owner, helper, random } = stage;
      const first = stage.command({ name: "heat", input: false });
      const begun = await owner.seal(commandType, first);
      const stack = [];
      for (let count = 2 + random.below(6); count > 0; count--) {
        const content = stage.command();
        stack.push({ content, event: await random.pick([owner, helper]).seal(commandType, content) });
      }
      const newest = stack.pop();
      if (newest === undefined) throw new Error("nothing was sealed");
      stage.lawful.push("heat=false", `dial=${newest.content.input}`);
      const hardware = stage.hangHardware();
      await stage.deliver([begun, ...stack.map(({ event }) => event), newest.event]);
      hardware[Symbol.dispose]();
      await stage.settle();
      const older = stack.map(({ event }) => event);
      return [...claims("obeyed", [begun, newest.event]), ...claims("superseded", older)];
    },
  },
];
