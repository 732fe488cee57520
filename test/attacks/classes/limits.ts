import { commandType } from "../../../schemas/command.ts";
import type { RefusalCode } from "../../../src/core/refusal-codes.ts";
import type { Content } from "../../homeserver/lying/wire.ts";
import { claims, type NearAttackClass, type NearStage } from "../stage.ts";
import { digits, typed } from "./ask.ts";

/** Writes to the yard by the owner, each with what must become of it. */
async function write(
  stage: NearStage,
  wishes: readonly (readonly [name: string, input: unknown, fate: RefusalCode | "obeyed"])[],
) {
  const told = [];
  for (const [name, input, fate] of wishes) {
    const change: Content = { thing: "yard", name, input };
    const event = await stage.owner.seal(commandType, stage.command(change));
    if (fate === "obeyed") stage.lawful.push(`${name}=${input}`);
    await stage.deliver([event]);
    told.push(...claims(fate, [event]));
  }
  return told;
}

/** Whoever asks, and however well they prove it: what the configuration forbids is not done. */
export const nearLimitClasses: readonly NearAttackClass[] = [
  {
    name: "an output whose conditions are not known to hold",
    attackNear: (stage) =>
      write(stage, [
        ["fountain", true, "only-if"],
        ["awning", true, "only-while"],
      ]),
  },
  {
    name: "two outputs that may not be on together, at once or one right after the other",
    async attackNear(stage) {
      await stage.pass(60_000);
      return await write(stage, [
        ["down", true, "obeyed"],
        ["up", true, "not-with"],
        ["down", false, "obeyed"],
        ["up", true, "dead-time"],
      ]);
    },
  },
  {
    name: "two outputs that may not be on together, asked for at the same moment",
    async attackNear(stage) {
      await stage.pass(60_000);
      const [first, second] = stage.random.shuffled(["up", "down"]);
      const [one, other] = [
        await stage.owner.seal(commandType, stage.command({ thing: "yard", name: first, input: true })),
        await stage.owner.seal(commandType, stage.command({ thing: "yard", name: second, input: true })),
      ];
      stage.lawful.push(`${first}=true`);
      await stage.deliver([one, other]);
      return [...claims("obeyed", [one]), ...claims("not-with", [other])];
    },
  },
  {
    name: "limits that a restart is to make forgotten",
    async attackNear(stage) {
      await stage.pass(3_600_000);
      const before = await write(stage, [
        ["mill", true, "obeyed"],
        ["lamp", true, "obeyed"],
        ["lamp", false, "obeyed"],
        ["lamp", true, "obeyed"],
      ]);
      await stage.restart();
      const after = await write(stage, [
        ["mill", true, "min-off"],
        ["lamp", true, "max-switches"],
      ]);
      return [...before, ...after];
    },
  },
  {
    name: "limits in the way of a lease, a text and a code that is right",
    async attackNear(stage) {
      const { owner } = stage;
      const leased = await owner.seal(
        commandType,
        stage.command({ thing: "yard", name: "fountain", input: true, lease: 5_000 }),
      );
      await stage.deliver([leased]);
      const { event: asked, code } = await typed(stage, "!yard/awning on");
      const answer = await owner.seal("m.room.message", digits(code));
      await stage.deliver([answer]);
      return [...claims("only-if", [leased]), ...claims("challenge", [asked]), ...claims("only-while", [answer])];
    },
  },
  {
    name: "an output that was off for too short a time",
    async attackNear(stage) {
      await stage.pass(600_000);
      return await write(stage, [
        ["mill", true, "obeyed"],
        ["mill", false, "obeyed"],
        ["mill", true, "min-off"],
      ]);
    },
  },
  {
    name: "an output that was switched on too often",
    async attackNear(stage) {
      await stage.pass(3_600_000);
      return await write(stage, [
        ["lamp", true, "obeyed"],
        ["lamp", false, "obeyed"],
        ["lamp", true, "obeyed"],
        ["lamp", false, "obeyed"],
        ["lamp", true, "max-switches"],
      ]);
    },
  },
  {
    name: "a value outside the narrower bounds",
    attackNear: (stage) => write(stage, [["dimmer", stage.random.pick([4, 11, 0, 1_000]), "bad-input"]]),
  },
];
