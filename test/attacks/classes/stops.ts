import { commandType } from "../../../schemas/command.ts";
import { asNew } from "../../homeserver/lying/forge-event.ts";
import type { Content, WireEvent } from "../../homeserver/lying/wire.ts";
import { claims, type NearAttackClass, type NearStage } from "../stage.ts";
import { askedFor, bellFor, digits, gateOn, typed } from "./ask.ts";

const all = (stage: NearStage, name: "stop" | "release"): Content =>
  stage.command({ thing: "all", op: "invoke", name, input: undefined });

/** The owner stops everything. What the hardware gets for that must be safe values and nothing else. */
async function stopAll(stage: NearStage): Promise<void> {
  const before = stage.writes.length;
  await stage.deliver([await stage.owner.seal(commandType, all(stage, "stop"))]);
  const written = stage.writes.slice(before);
  if (written.length === 0) throw new Error("a stop wrote nothing");
  if (written.some((write) => !/=(false|off|0)$/.test(write))) throw new Error(`a stop wrote ${written.join(" ")}`);
  stage.lawful.push(...written);
}

async function release(stage: NearStage): Promise<WireEvent> {
  const event = await stage.owner.seal(commandType, all(stage, "release"));
  await stage.deliver([event]);
  return event;
}

/** Something that moves, by who may do it; proven where it must be. */
async function anyMove(stage: NearStage): Promise<WireEvent> {
  const { random, owner, helper } = stage;
  const wish = random.pick<Content>([
    {},
    { name: "heat", input: true },
    { name: "heat", input: true, lease: 5_000 },
    { name: "speed", input: 2 },
    { thing: "shed", name: "crank" },
    gateOn,
    bellFor(2_000),
  ]);
  const isAsked = wish === gateOn || wish.op === "invoke";
  const challenge = isAsked ? await askedFor(stage, wish) : undefined;
  const person = isAsked ? owner : random.pick([owner, helper]);
  return await person.seal(commandType, stage.command(isAsked ? { ...wish, challenge } : wish));
}

export const nearStopClasses: readonly NearAttackClass[] = [
  {
    name: "anything but a safe value while everything is stopped, also after a restart",
    async attackNear(stage) {
      await stopAll(stage);
      if (stage.random.below(2) === 0) await stage.restart();
      const event = await anyMove(stage);
      await stage.deliver([event]);
      const safe = await stage.owner.seal(commandType, stage.command({ name: "heat", input: false }));
      stage.lawful.push("heat=false");
      await stage.deliver([safe]);
      const released = await release(stage);
      return [...claims("stopped", [event]), ...claims("obeyed", [safe, released])];
    },
  },
  {
    name: "a release from before, told again after another stop",
    async attackNear(stage) {
      await stopAll(stage);
      const old = await release(stage);
      await stopAll(stage);
      const again = asNew(old);
      await stage.deliver([again, old]);
      const event = await anyMove(stage);
      await stage.deliver([event]);
      await release(stage);
      return [...claims("obeyed", [old]), ...claims("replay", [again]), ...claims("stopped", [event])];
    },
  },
  {
    name: "a release by who is no admin, in clear, or typed without its code",
    async attackNear(stage) {
      const { random, owner, helper, reader } = stage;
      await stopAll(stage);
      const other = await random.pick([helper, reader]).seal(commandType, all(stage, "release"));
      const word = await random.pick([helper, reader]).seal("m.room.message", digits("!stop release"));
      await stage.deliver([other, word]);
      const { event: asked, code } = await typed(stage, "!stop release");
      const wrong = String((Number(code) + 1 + random.below(9_000)) % 10_000).padStart(4, "0");
      const guess = await owner.seal("m.room.message", digits(wrong));
      const theirs = await helper.seal("m.room.message", digits(code));
      await stage.deliver([guess, theirs]);
      const event = await anyMove(stage);
      await stage.deliver([event]);
      await release(stage);
      return [
        ...claims("not-allowed", [other, word]),
        ...claims("challenge", [asked]),
        ...claims("challenge-wrong", [guess]),
        ...claims("nothing", [theirs]),
        ...claims("stopped", [event]),
      ];
    },
  },
  {
    name: "a stop that comes while a pulse and a lease are under way: both end, and nothing switches them on again",
    async attackNear(stage) {
      const { random, owner } = stage;
      const challenge = await askedFor(stage, bellFor(9_000));
      const lease = await owner.seal(commandType, stage.command({ name: "speed", input: 1, lease: 8_000 }));
      const pulse = await owner.seal(commandType, stage.command({ ...bellFor(9_000), challenge }));
      stage.lawful.push("speed=slow", "heat=true");
      await stage.deliver([lease, pulse]);
      await stage.pass(random.below(6_000));
      await stopAll(stage);
      await stage.deliver([asNew(pulse), asNew(lease)]);
      await stage.pass(20_000);
      await release(stage);
      await stage.pass(20_000);
      return [...claims("obeyed", [lease]), ...claims("failed", [pulse])];
    },
  },
];
