import { commandType } from "../../../schemas/command.ts";
import { asNew } from "../../homeserver/lying/forge-event.ts";
import { claims, type NearAttackClass, type NearStage } from "../stage.ts";
import { askedFor, bellFor, digits, gateOn } from "./ask.ts";

/** The hardware must have got all that is lawful, and nothing else, by now. */
function expectNow(stage: NearStage, ...writes: readonly string[]): void {
  stage.lawful.push(...writes);
  const [is, must] = [stage.writes, stage.lawful].map((list) => list.join(" "));
  if (is !== must) throw new Error(`the hardware got ${is} and not ${must}`);
}

export const nearLeaseClasses: readonly NearAttackClass[] = [
  {
    name: "a lease that replays or a clock set back are to prolong",
    async attackNear(stage) {
      const { random, owner, clock } = stage;
      const lease = 2_000 + random.below(60_000);
      const event = await owner.seal(commandType, stage.command({ name: "heat", input: true, lease }));
      await stage.deliver([event]);
      expectNow(stage, "heat=true");
      const early = 1 + random.below(lease - 1);
      await stage.pass(early);
      const again = [asNew(event), asNew(event)];
      await stage.deliver(again);
      const back = random.pick([0, 1_000, 3_600_000]);
      clock.jump(-back);
      await stage.pass(lease - early - 1);
      expectNow(stage);
      await stage.pass(1);
      expectNow(stage, "heat=false");
      clock.jump(back);
      return [...claims("obeyed", [event]), ...claims("replay", again)];
    },
  },
  {
    name: "a lease that is longer than the output may be on",
    async attackNear(stage) {
      const { random, owner } = stage;
      const wish = { ...gateOn, lease: 600_001 + random.below(1e9) };
      const challenge = await askedFor(stage, wish);
      const event = await owner.seal(commandType, stage.command({ ...wish, challenge }));
      await stage.deliver([event]);
      expectNow(stage, "gate=true");
      await stage.pass(599_999);
      expectNow(stage);
      await stage.pass(1);
      expectNow(stage, "gate=false");
      return claims("obeyed", [event]);
    },
  },
  {
    name: "a pulse that is told again while it runs and after it",
    async attackNear(stage) {
      const { random, owner } = stage;
      const ms = 1 + random.below(10_000);
      const challenge = await askedFor(stage, bellFor(ms));
      const content = stage.command({ ...bellFor(ms), challenge });
      const event = await owner.seal(commandType, content);
      const anew = await owner.seal(commandType, { ...content, id: random.uuid() });
      await stage.deliver([event, asNew(event), anew]);
      expectNow(stage, "heat=true");
      await stage.pass(ms);
      expectNow(stage, "heat=false");
      const again = asNew(event);
      await stage.deliver([again, event]);
      await stage.pass(20_000);
      expectNow(stage);
      return [...claims("obeyed", [event]), ...claims("challenge-used", [anew]), ...claims("replay", [again])];
    },
  },
  {
    name: "a lease and a pulse that were under way when the agent ended: neither goes on, neither is repeated",
    async attackNear(stage) {
      const { random, owner } = stage;
      const challenge = await askedFor(stage, bellFor(9_000));
      const lease = await owner.seal(commandType, stage.command({ name: "speed", input: 2, lease: 60_000 }));
      const pulse = await owner.seal(commandType, stage.command({ ...bellFor(9_000), challenge }));
      await stage.deliver([lease, pulse]);
      expectNow(stage, "speed=fast", "heat=true");
      await stage.pass(random.below(2_000));
      const told = [asNew(pulse), asNew(lease), pulse, lease];
      await stage.restart(random.below(2) === 0 ? told : []);
      const levels = ["heat", "speed"].map((line) => stage.level(line));
      if (levels.join() !== "false,off") throw new Error(`after the restart the outputs are ${levels}`);
      const again = [asNew(pulse), asNew(lease)];
      await stage.deliver(again);
      await stage.pass(100_000);
      expectNow(stage);
      return [...claims("failed", [pulse]), ...claims("obeyed", [lease]), ...claims("replay", again)];
    },
  },
  {
    name: "a time that is typed and is too long, or where there can be none",
    async attackNear(stage) {
      const { random, owner } = stage;
      const [body, fate] = random.pick([
        ["!hall/bell for 11s", "bad-input"],
        ["!hall/bell for 10m", "bad-input"],
        ["!hall/heat on for 367d", "nothing"],
        [`!hall/dial ${stage.value()} for 10m`, "no-lease"],
      ] as const);
      const event = await owner.seal("m.room.message", digits(body));
      await stage.deliver([event]);
      return claims(fate, [event]);
    },
  },
];
