import { commandType } from "../../../schemas/command.ts";
import type { Content } from "../../homeserver/lying/wire.ts";
import { type AttackClass, claims, type Stage } from "../stage.ts";

/** `__proto__` as a key of its own, which an object literal cannot have. */
function withPrototype(content: Content, prototype: unknown): Content {
  const [head, tail] = [JSON.stringify(content).slice(0, -1), JSON.stringify(prototype)];
  return JSON.parse(`${head},"__proto__":${tail}}`) as Content;
}

function misshapen(stage: Stage): Content {
  const { random } = stage;
  const good = stage.command();
  const name = random.pick(Object.keys(good).filter((key) => key !== "v" && key !== "input"));
  const { [name]: _gone, ...without } = good;
  return random.pick<Content>([
    without,
    { ...good, [name]: random.pick<unknown>([null, [], {}, true, -1, 1.5, "", "x".repeat(300)]) },
    { ...good, input: random.pick([null, [], {}, 1.5, "x".repeat(1025), { value: 1 }]) },
    { ...good, id: random.pick([`${good.id}0`, `{${good.id}}`, "../../x", "1"]) },
    { ...good, op: random.pick(["Write", "delete", "exec", "write "]) },
    { ...good, name: random.pick(["Dial", "dial ", "__proto__", "toString", "../dial"]) },
    { ...good, thing: random.pick(["Hall", "__proto__", "hall/", "*"]) },
    { ...good, issued_at: random.pick(["now", -1, 1e300]) },
  ]);
}

export const envelopeClasses: readonly AttackClass[] = [
  {
    name: "keys that a command does not have",
    async attack(stage) {
      const { random } = stage;
      const extra = random.pick([
        random.word(6),
        "force",
        "may",
        "admin",
        "Input",
        "input ",
        "m.mentions",
        "dev.roomwire.override",
      ]);
      const event = await stage.owner.seal(
        commandType,
        stage.command({ [extra]: random.pick([true, 1, "x", {}, []]) }),
      );
      await stage.deliver([event]);
      return claims("malformed", [event]);
    },
  },
  {
    name: "keys that reach for the prototype of an object",
    async attack(stage) {
      const { random } = stage;
      const key = random.pick(["constructor", "prototype", "toString", "hasOwnProperty", "valueOf"]);
      const poison = { thing: "hall", may: ["write"], v: 1, polluted: true };
      const command = stage.command();
      const content = random.below(2) === 0 ? withPrototype(command, poison) : { ...command, [key]: poison };
      const event = await stage.owner.seal(commandType, content);
      await stage.deliver([event]);
      const isPolluted = "polluted" in {};
      if (isPolluted) throw new Error("a prototype was changed");
      return claims("malformed", [event]);
    },
  },
  {
    name: "a command with a field missing, of another type, or out of its bounds",
    async attack(stage) {
      const event = await stage.owner.seal(commandType, misshapen(stage));
      await stage.deliver([event]);
      return claims("malformed", [event]);
    },
  },
  {
    name: "a command of a version that is not spoken here",
    async attack(stage) {
      const v = stage.random.pick([0, 2, 99, -1, "1", null, 1.5, true, [1]]);
      const event = await stage.owner.seal(commandType, stage.command({ v }));
      await stage.deliver([event]);
      return claims("version", [event]);
    },
  },
  {
    name: "an event that is larger than a command can be",
    async attack(stage) {
      const length = 16_384 + stage.random.below(40_000);
      const padding = "x".repeat(Math.floor((length * 3) / 4));
      const event = await stage.owner.seal(commandType, stage.command({ padding: padding.slice(0, 34_000) }));
      await stage.deliver([event]);
      return claims("nothing", [event]);
    },
  },
  {
    name: "an event that is larger than Matrix allows",
    async attack(stage) {
      const event = await stage.owner.seal(commandType, stage.command());
      const huge = { ...event, content: { ...event.content, [stage.random.word(5)]: "x".repeat(70_000) } };
      await stage.deliver([huge]);
      return claims("nothing", [huge]);
    },
  },
];
