import { commandType } from "../../../schemas/command.ts";
import { asNew } from "../../homeserver/lying/forge-event.ts";
import { claims, type NearAttackClass, type NearStage } from "../stage.ts";
import { sayText } from "./say.ts";

/** Tells again what was obeyed since the copy was made, and something new: none of it may move anything on the copy. */
async function playOn(stage: NearStage, copy: string) {
  const { owner, lawful } = stage;
  const { event } = await stage.obeyed();
  const { event: text, value } = await sayText(stage, owner);
  lawful.push(`dial=${value}`);
  await stage.deliver([text]);
  const fresh = await owner.seal(commandType, stage.command());
  const told = [asNew(event), asNew(text), fresh];
  await using _old = await stage.startOn(copy);
  await stage.deliver(told);
  return [...claims("obeyed", [event, text]), ...claims("nothing", told)];
}

export const nearOldFileClasses: readonly NearAttackClass[] = [
  {
    name: "the files of an earlier run put back",
    onFiles: true,
    async attackNear(stage) {
      if (stage.random.below(2) === 0) await stage.obeyed();
      const copy = stage.copyFiles();
      // A clock that was set back makes the times tell nothing.
      const back = stage.random.pick([0, 7_200_000]);
      stage.clock.jump(-back);
      await stage.restart();
      const told = await playOn(stage, copy);
      stage.clock.jump(back);
      return told;
    },
  },
  {
    name: "the files of an earlier hour of the same run put back",
    onFiles: true,
    async attackNear(stage) {
      const { random } = stage;
      if (random.below(2) === 0) await stage.obeyed();
      const copy = stage.copyFiles();
      await stage.pass(3_600_000 + random.below(1_000));
      return await playOn(stage, copy);
    },
  },
];
