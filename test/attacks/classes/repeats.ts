import { commandType } from "../../../schemas/command.ts";
import { type AttackClass, claims } from "../stage.ts";

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
