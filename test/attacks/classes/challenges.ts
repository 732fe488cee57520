import { commandType } from "../../../schemas/command.ts";
import { asNew } from "../../homeserver/lying/forge-event.ts";
import { swapIdentity } from "../../homeserver/lying/key-lists.ts";
import type { WireEvent } from "../../homeserver/lying/wire.ts";
import { type AttackClass, claims, type NearAttackClass } from "../stage.ts";
import { askedFor, bellFor, digits, gateOn, typed } from "./ask.ts";
import { untilOver } from "./until-over.ts";

export const challengeClasses: readonly AttackClass[] = [
  {
    name: "a challenge that was answered before",
    async attack(stage) {
      const challenge = await askedFor(stage, gateOn);
      const first = await stage.owner.seal(commandType, stage.command({ ...gateOn, challenge }));
      stage.lawful.push("gate=true");
      await stage.deliver([first]);
      const again = await stage.owner.seal(commandType, stage.command({ ...gateOn, challenge }));
      const replayed = asNew(first);
      await stage.deliver([again, replayed]);
      return [...claims("obeyed", [first]), ...claims("challenge-used", [again]), ...claims("replay", [replayed])];
    },
  },
  {
    name: "a challenge that was never given, was given for something else, or to somebody else",
    async attack(stage) {
      const { random, owner, helper } = stage;
      const challenge = await askedFor(stage, gateOn);
      const [person, change] = random.pick([
        [owner, { ...gateOn, challenge: random.word(22) }],
        [owner, { ...gateOn, challenge: "" }],
        [owner, { name: "heat", input: true, challenge }],
        [owner, { op: "invoke", name: "bell", input: undefined, challenge }],
        [owner, { ...gateOn, lease: 5_000, challenge }],
        [helper, { ...gateOn, challenge }],
      ] as const);
      const event = await person.seal(commandType, stage.command(change));
      await stage.deliver([event]);
      return claims("challenge-wrong", [event]);
    },
  },
  {
    name: "a challenge for a short pulse, answered with a long one",
    async attack(stage) {
      const short = 1 + stage.random.below(2_000);
      const challenge = await askedFor(stage, bellFor(short));
      const long = { ...bellFor(stage.random.pick([short + 1, 10_000, undefined])), challenge };
      const event = await stage.owner.seal(commandType, stage.command(long));
      await stage.deliver([event]);
      return claims("challenge-wrong", [event]);
    },
  },
  {
    name: "an answer under the id of its question",
    async attack(stage) {
      const question = stage.command(gateOn);
      await stage.deliver([await stage.owner.seal(commandType, question)]);
      const challenge = await stage.challengeFor(String(question.id));
      const event = await stage.owner.seal(commandType, stage.command({ ...gateOn, id: question.id, challenge }));
      await stage.deliver([event]);
      return claims("repeated", [event]);
    },
  },
  {
    name: "an answer by who left meanwhile, or whose identity was swapped",
    async attack(stage) {
      const { random, owner } = stage;
      const challenge = await askedFor(stage, gateOn);
      const content = stage.command({ ...gateOn, challenge });
      if (random.below(2) === 0) {
        const event = await owner.seal(commandType, content);
        await using _lie = await stage.lieAboutMember(owner.user, random.pick(["leave", "ban"] as const));
        await stage.deliver([event]);
        return claims("not-joined", [event]);
      }
      const puppet = await stage.puppet(owner.user, random.word(10).toUpperCase());
      await using _lie = await stage.lieAboutKeys(owner.user, swapIdentity(puppet.keys));
      const event = await stage.sealAs(puppet, commandType, content);
      await stage.deliver([event]);
      return claims("identity-changed", [event]);
    },
  },
  {
    name: "a code from before a restart",
    async attack(stage) {
      const { owner } = stage;
      const { code } = await typed(stage);
      await stage.restart();
      const [bare, marked] = [
        await owner.seal("m.room.message", digits(code)),
        await owner.seal("m.room.message", digits(`!${code}`)),
      ];
      await stage.deliver([bare, marked]);
      return [...claims("nothing", [bare]), ...claims("challenge-wrong", [marked])];
    },
  },
  {
    name: "a challenge from before a restart",
    async attack(stage) {
      const challenge = await askedFor(stage, gateOn);
      await stage.restart();
      const event = await stage.owner.seal(commandType, stage.command({ ...gateOn, challenge }));
      await stage.deliver([event]);
      return claims("challenge-wrong", [event]);
    },
  },
  {
    name: "a code that was typed before, by another, or elsewhere",
    async attack(stage) {
      const { random, owner, helper, dataRoom, room } = stage;
      const { event: wish, code } = await typed(stage);
      const [elsewhere, other] = [
        await owner.seal("m.room.message", digits(code), dataRoom),
        await helper.seal("m.room.message", digits(code)),
      ];
      const right = await owner.seal("m.room.message", digits(code));
      const again = await owner.seal("m.room.message", digits(code));
      stage.lawful.push("heat=true");
      await stage.deliver([elsewhere], dataRoom);
      await stage.deliver([other, right], room);
      const replayed = asNew(right);
      await stage.deliver(random.shuffled([again, replayed]));
      return [
        ...claims("challenge", [wish]),
        ...claims("obeyed", [right]),
        ...claims("nothing", [elsewhere, other, again, replayed]),
      ];
    },
  },
  {
    name: "codes that are guessed",
    async attack(stage) {
      const { random, owner } = stage;
      const { code } = await typed(stage);
      const guesses = Array.from({ length: 3 }, (_, at) =>
        String((Number(code) + 1 + at + random.below(3_000) * 3) % 10_000),
      );
      const wrong: WireEvent[] = [];
      for (const guess of guesses) wrong.push(await owner.seal("m.room.message", digits(guess.padStart(4, "0"))));
      await stage.deliver(wrong);
      const late = await owner.seal("m.room.message", digits(code));
      await stage.deliver([late]);
      return [...claims("challenge-wrong", wrong), ...claims("nothing", [late])];
    },
  },
  {
    name: "a code that nobody asked for",
    async attack(stage) {
      const { random, owner } = stage;
      const body = `!${String(random.below(10_000)).padStart(4, "0")}`;
      const event = await owner.seal("m.room.message", { msgtype: "m.text", body });
      await stage.deliver([event]);
      return claims("challenge-wrong", [event]);
    },
  },
  {
    name: "a code for a wish that another took the place of",
    async attack(stage) {
      const { owner } = stage;
      const first = await typed(stage, "!hall/gate on");
      const second = await typed(stage);
      const event = await owner.seal("m.room.message", digits(first.code));
      await stage.deliver([event]);
      return claims(first.code === second.code ? "obeyed" : "challenge-wrong", [event]);
    },
  },
];

export const nearChallengeClasses: readonly NearAttackClass[] = [
  {
    name: "a challenge that is answered too late",
    async attackNear(stage) {
      const challenge = await askedFor(stage, gateOn);
      await stage.pass(30_000 + stage.random.below(200_000));
      const event = await stage.owner.seal(commandType, stage.command({ ...gateOn, challenge }));
      await stage.deliver([event]);
      return claims("challenge-expired", [event]);
    },
  },
  {
    name: "a challenge that is answered too late, with the clock set back meanwhile",
    async attackNear(stage) {
      const { clock, random } = stage;
      const challenge = await askedFor(stage, gateOn);
      const late = 30_000 + random.below(200_000);
      await stage.pass(late);
      clock.jump(-late - random.below(1_000));
      if (random.below(2) === 0) clock.setTrusted(false);
      const event = await stage.owner.seal(commandType, stage.command({ ...gateOn, challenge }));
      await stage.deliver([event]);
      clock.setTrusted(true);
      return claims("challenge-expired", [event]);
    },
  },
  {
    name: "an answer for which the right ended meanwhile",
    async attackNear(stage) {
      const { clock, helper } = stage;
      const challenge = await askedFor(stage, gateOn, helper);
      using _over = untilOver(clock);
      const event = await helper.seal(commandType, stage.command({ ...gateOn, challenge }));
      await stage.deliver([event]);
      return claims("rights-ended", [event]);
    },
  },
  {
    name: "a code that is typed too late",
    async attackNear(stage) {
      const { code } = await typed(stage);
      await stage.pass(30_000 + stage.random.below(200_000));
      const event = await stage.owner.seal("m.room.message", digits(code));
      await stage.deliver([event]);
      return claims("challenge-expired", [event]);
    },
  },
];
