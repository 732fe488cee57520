import { commandType } from "../../../schemas/command.ts";
import type { Content } from "../../homeserver/lying/wire.ts";
import { type AttackClass, claims, type NearAttackClass, type NearStage } from "../stage.ts";
import { sayText } from "./say.ts";
import { untilOver } from "./until-over.ts";

export const rightClasses: readonly AttackClass[] = [
  {
    name: "an operator who may not do that, or not to that Thing",
    async attack(stage) {
      const { random, reader } = stage;
      const isText = random.below(3) === 0;
      const change = random.pick<Content>([
        {},
        { op: "invoke", name: "rest", input: undefined },
        { thing: "shed", name: "crank" },
        { thing: "shed", name: "crank", op: "read", input: undefined },
      ]);
      const event = isText
        ? (await sayText(stage, reader)).event
        : await reader.seal(commandType, stage.command(change));
      await stage.deliver([event]);
      return claims("not-allowed", [event]);
    },
  },
  {
    name: "a person in the room who is not listed",
    async attack(stage) {
      const { random, stranger } = stage;
      const event =
        random.below(2) === 0
          ? (await sayText(stage, stranger)).event
          : await stranger.seal(commandType, stage.command());
      await stage.deliver([event]);
      return claims("nothing", [event]);
    },
  },
  {
    name: "a Thing, property or action that there is not",
    async attack(stage) {
      const { random } = stage;
      const change = random.pick<Content>([
        { thing: random.word(9).replace(/^\d/, "x") },
        { name: "constructor" },
        { name: "hall" },
        { name: "crank" },
        { op: "invoke", name: "dial", input: undefined },
        { name: "rest" },
        { thing: "constructor", name: "name" },
      ]);
      const event = await stage.owner.seal(commandType, stage.command(change));
      await stage.deliver([event]);
      return claims("unknown-target", [event]);
    },
  },
  {
    name: "a write to what can only be read",
    async attack(stage) {
      const event = await stage.owner.seal(commandType, stage.command({ name: "gauge", input: "1" }));
      await stage.deliver([event]);
      return claims("not-writable", [event]);
    },
  },
  {
    name: "an input that does not fit its property",
    async attack(stage) {
      const { random } = stage;
      const change = random.pick<Content>([
        { input: random.pick([-1, 1_000_000_001, "1.5", "on", "", " 5", "NaN", "Infinity", "0x10", true, "٣"]) },
        { input: undefined },
        { name: "heat", input: random.pick(["on", "true", 1, 0, "false", "1"]) },
      ]);
      const event = await stage.owner.seal(commandType, stage.command(change));
      await stage.deliver([event]);
      return claims("bad-input", [event]);
    },
  },
  {
    name: "a read that brings an input",
    async attack(stage) {
      const input = stage.random.pick([true, 5, "Fresh", "stale", ""]);
      const event = await stage.owner.seal(commandType, stage.command({ op: "read", name: "gauge", input }));
      await stage.deliver([event]);
      return claims("bad-input", [event]);
    },
  },
  {
    name: "an action that is given an input and takes none",
    async attack(stage) {
      const input = stage.random.pick([true, 1, "x", ""]);
      const event = await stage.owner.seal(commandType, stage.command({ op: "invoke", name: "rest", input }));
      await stage.deliver([event]);
      return claims("bad-input", [event]);
    },
  },
  {
    name: "a value that the hardware has no word for",
    async attack(stage) {
      const input = stage.random.pick([3, 9, "4", 5]);
      const event = await stage.owner.seal(commandType, stage.command({ name: "speed", input }));
      await stage.deliver([event]);
      return claims("bad-input", [event]);
    },
  },
  {
    name: "a lease where there is nothing to go back to",
    async attack(stage) {
      const { random } = stage;
      const lease = 1 + random.below(60_000);
      const event = await stage.owner.seal(commandType, stage.command({ lease }));
      await stage.deliver([event]);
      return claims("no-lease", [event]);
    },
  },
  {
    name: "a lease that changes nothing, or lasts for longer than a year",
    async attack(stage) {
      const { random } = stage;
      const change = random.pick<Content>([
        { name: "heat", input: false, lease: 1 + random.below(60_000) },
        { name: "heat", input: true, lease: 367 * 86_400_000 + random.below(1e12) },
      ]);
      const event = await stage.owner.seal(commandType, stage.command(change));
      await stage.deliver([event]);
      return claims("bad-input", [event]);
    },
  },
  {
    name: "a lease on what is not a write",
    async attack(stage) {
      const change = stage.random.pick<Content>([
        { op: "read", name: "gauge", input: undefined, lease: 5_000 },
        { op: "invoke", name: "rest", input: undefined, lease: 5_000 },
      ]);
      const event = await stage.owner.seal(commandType, stage.command(change));
      await stage.deliver([event]);
      return claims("bad-input", [event]);
    },
  },
  {
    name: "a pulse that is to last longer than it may",
    async attack(stage) {
      const input = stage.random.pick([10_001, 0, -1, "5s", true, 1_000_000_000]);
      const event = await stage.owner.seal(commandType, stage.command({ op: "invoke", name: "bell", input }));
      await stage.deliver([event]);
      return claims("bad-input", [event]);
    },
  },
  {
    name: "everything at once, in a way that there is not",
    async attack(stage) {
      const [change, fate] = stage.random.pick<readonly [Content, "unknown-target" | "bad-input"]>([
        [{ name: "dial" }, "unknown-target"],
        [{ name: "open", op: "invoke", input: undefined }, "unknown-target"],
        [{ name: "stop", op: "write" }, "unknown-target"],
        [{ name: "stop", op: "read", input: undefined }, "unknown-target"],
        [{ name: "release", op: "invoke", input: true }, "bad-input"],
      ]);
      const event = await stage.owner.seal(commandType, stage.command({ thing: "all", ...change }));
      await stage.deliver([event]);
      return claims(fate, [event]);
    },
  },
  {
    name: "a stop by who may only read, a release by who is no admin",
    async attack(stage) {
      const { random, reader, helper } = stage;
      const [person, name] = random.pick([
        [reader, "stop"],
        [reader, "release"],
        [helper, "release"],
      ] as const);
      const event = await person.seal(
        commandType,
        stage.command({ thing: "all", op: "invoke", name, input: undefined }),
      );
      await stage.deliver([event]);
      return claims("not-allowed", [event]);
    },
  },
  {
    name: "alerts quieted of a Thing that there is not",
    async attack(stage) {
      const change = stage.random.pick<Content>([
        { name: "ack", input: undefined },
        { name: "mute", input: 60_000 },
      ]);
      const event = await stage.owner.seal(commandType, stage.command({ thing: "nowhere", op: "invoke", ...change }));
      await stage.deliver([event]);
      return claims("unknown-target", [event]);
    },
  },
  {
    name: "alerts quieted in a way that there is not",
    async attack(stage) {
      const change = stage.random.pick<Content>([
        { name: "ack", input: 1 },
        { name: "mute", input: undefined },
        { name: "mute", input: 604_800_001 },
      ]);
      const event = await stage.owner.seal(commandType, stage.command({ thing: "all", op: "invoke", ...change }));
      await stage.deliver([event]);
      return claims("bad-input", [event]);
    },
  },
  {
    name: "alerts quieted by who may only read",
    async attack(stage) {
      const [thing, name] = stage.random.pick([
        ["all", "ack"],
        ["hall", "ack"],
        ["hall", "mute"],
        ["shed", "ack"],
      ] as const);
      const input = name === "mute" ? 60_000 : undefined;
      const event = await stage.reader.seal(commandType, stage.command({ thing, op: "invoke", name, input }));
      await stage.deliver([event]);
      return claims("not-allowed", [event]);
    },
  },
];

function anyWish({ random }: NearStage): Content {
  return random.pick<Content>([
    {},
    { op: "read", input: undefined },
    { op: "invoke", name: "rest", input: undefined },
    { thing: "all", op: "invoke", name: "stop", input: undefined },
  ]);
}

export const nearRightClasses: readonly NearAttackClass[] = [
  {
    name: "rights that are over",
    async attackNear(stage) {
      const { random, clock, helper } = stage;
      using _over = untilOver(clock);
      const event =
        random.below(3) === 0
          ? (await sayText(stage, helper)).event
          : await helper.seal(commandType, stage.command(anyWish(stage)));
      await stage.deliver([event]);
      return claims("rights-ended", [event]);
    },
  },
  {
    name: "rights whose end nobody can tell, since nobody vouches for the clock",
    async attackNear(stage) {
      const { clock, helper } = stage;
      clock.setTrusted(false);
      const event = await helper.seal(commandType, stage.command(anyWish(stage)));
      await stage.deliver([event]);
      clock.setTrusted(true);
      return claims("rights-ended", [event]);
    },
  },
  {
    name: "a right or a place that was lost between the verdict and the act",
    async attackNear(stage) {
      const { helper, clock } = stage;
      const [hanging, waiting] = [stage.command(), stage.command({ name: "heat", input: true })];
      const events = [await helper.seal(commandType, hanging), await helper.seal(commandType, waiting)] as const;
      stage.lawful.push(`dial=${hanging.input}`);
      const hardware = stage.hangHardware();
      await stage.deliver(events);
      const isMember = stage.random.below(2) === 0;
      if (!isMember) clock.setTrusted(false);
      await using _lie = await stage.lieAboutMember(helper.user, isMember ? "leave" : "join");
      hardware[Symbol.dispose]();
      await stage.settle();
      clock.setTrusted(true);
      return [...claims("obeyed", [events[0]]), ...claims(isMember ? "not-joined" : "rights-ended", [events[1]])];
    },
  },
];
