import { commandType } from "../../../schemas/command.ts";
import type { Content } from "../../homeserver/lying/wire.ts";
import { type AttackClass, claims } from "../stage.ts";
import { sayText } from "./say.ts";

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
      return claims("unlisted", [event]);
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
        { lease: 1 + random.below(60_000) },
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
];
