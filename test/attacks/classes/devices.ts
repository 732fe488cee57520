import { commandType } from "../../../schemas/command.ts";
import {
  addDevice,
  dropDevice,
  type EditUserKeys,
  noKeys,
  swapIdentity,
  unsignDevices,
} from "../../homeserver/lying/key-lists.ts";
import { withBogusSignature } from "../../homeserver/lying/puppet.ts";
import { type AttackClass, claims, type NearAttackClass } from "../stage.ts";

export const deviceClasses: readonly AttackClass[] = [
  {
    name: "a device that the homeserver added to an operator, signed by nobody or by a made-up signature",
    async attack(stage) {
      const { random, owner } = stage;
      const puppet = await stage.puppet(owner.user, random.word(10).toUpperCase());
      const isBogus = random.below(2) === 0;
      const edit: EditUserKeys = (keys) =>
        addDevice(isBogus ? withBogusSignature(puppet.device, keys) : puppet.device)(keys);
      await using _lie = await stage.lieAboutKeys(owner.user, edit);
      const event = await stage.sealAs(puppet, commandType, stage.command());
      await stage.deliver([event]);
      return claims("unsigned-device", [event]);
    },
  },
  {
    name: "a device that no list names",
    async attack(stage) {
      const puppet = await stage.puppet(stage.owner.user, stage.random.word(10).toUpperCase());
      const event = await stage.sealAs(puppet, commandType, stage.command());
      await stage.deliver([event]);
      return claims("unsigned-device", [event]);
    },
  },
  {
    name: "a device that was signed out, or whose owner's lists are empty",
    async attack(stage) {
      const { random, owner } = stage;
      const event = await owner.seal(commandType, stage.command());
      const edit = random.pick<EditUserKeys>([
        (keys) => Object.keys(keys.devices).reduce((left, device) => dropDevice(device)(left), keys),
        noKeys,
      ]);
      await using _lie = await stage.lieAboutKeys(owner.user, edit);
      await stage.deliver([event]);
      return claims("unsigned-device", [event]);
    },
  },
  {
    name: "an operator's whole identity swapped for one that the homeserver owns",
    async attack(stage) {
      const { random, owner } = stage;
      const puppet = await stage.puppet(owner.user, random.word(10).toUpperCase());
      await using _lie = await stage.lieAboutKeys(owner.user, swapIdentity(puppet.keys));
      const event = await stage.sealAs(puppet, commandType, stage.command());
      await stage.deliver([event]);
      return claims("identity-changed", [event]);
    },
  },
  {
    name: "an identity swapped after first use",
    async attack(stage) {
      const { random, newcomer } = stage;
      const content = stage.command();
      const first = await newcomer.seal(commandType, content);
      stage.lawful.push(`dial=${content.input}`);
      await stage.deliver([first]);
      if (random.below(2) === 0) await stage.restart();
      const puppet = await stage.puppet(newcomer.user, random.word(10).toUpperCase());
      await using _lie = await stage.lieAboutKeys(newcomer.user, swapIdentity(puppet.keys));
      const event = await stage.sealAs(puppet, commandType, stage.command());
      await stage.deliver([event]);
      return [...claims("obeyed", [first]), ...claims("identity-changed", [event])];
    },
  },
  {
    name: "an operator whose key was never pinned",
    async attack(stage) {
      const event = await stage.unpinned.seal(commandType, stage.command());
      await stage.deliver([event]);
      return claims("not-pinned", [event]);
    },
  },
];

export const nearDeviceClasses: readonly NearAttackClass[] = [
  {
    name: "a device signed out, unsigned, or an identity swapped between the verdict and the act, by what the lists then say",
    async attackNear(stage) {
      const { random, owner } = stage;
      const [hanging, waiting] = [stage.command(), stage.command({ name: "heat", input: true })];
      const first = await owner.seal(commandType, hanging);
      const second = await owner.seal(commandType, waiting);
      const puppet = await stage.puppet(owner.user, "PUPPET");
      const edit = random.pick<EditUserKeys>([
        noKeys,
        unsignDevices,
        (keys) => ({ ...keys, devices: puppet.keys.devices }),
        swapIdentity(puppet.keys),
      ]);
      stage.lawful.push(`dial=${hanging.input}`);
      const hardware = stage.hangHardware();
      await stage.deliver([first, second]);
      await using _lie = await stage.lieAboutKeys(owner.user, edit);
      hardware[Symbol.dispose]();
      await stage.settle();
      return [...claims("obeyed", [first]), ...claims("unsigned-device", [second])];
    },
  },
  {
    name: "an identity swapped, a device signed out, or a pin lost between the verdict and the act",
    async attackNear(stage) {
      const { random, owner } = stage;
      const [hanging, waiting] = [stage.command(), stage.command({ name: "heat", input: true })];
      const first = await owner.seal(commandType, hanging);
      const second = await owner.seal(commandType, waiting);
      const change = random.pick([
        { facts: { masterKey: random.word(43) }, fate: "identity-changed" },
        { facts: { masterKey: undefined }, fate: "identity-changed" },
        { facts: { device: "unsigned" }, fate: "unsigned-device" },
        { facts: { device: "unknown" }, fate: "unsigned-device" },
      ] as const);
      stage.lawful.push(`dial=${hanging.input}`);
      const hardware = stage.hangHardware();
      await stage.deliver([first, second]);
      using _distortion = stage.distortFacts(change.facts);
      hardware[Symbol.dispose]();
      await stage.settle();
      return [...claims("obeyed", [first]), ...claims(change.fate, [second])];
    },
  },
  {
    name: "a key that is not the pinned one, of a device that is signed",
    async attackNear(stage) {
      using _distortion = stage.distortFacts({ masterKey: stage.random.pick([undefined, "", stage.random.word(43)]) });
      const event = await stage.owner.seal(commandType, stage.command());
      await stage.deliver([event]);
      return claims("identity-changed", [event]);
    },
  },
  {
    name: "a device that its owner's list no longer names, or names unsigned, by a key that decrypts",
    async attackNear(stage) {
      using _distortion = stage.distortFacts({ device: stage.random.pick(["unsigned", "unknown"] as const) });
      const event = await stage.owner.seal(commandType, stage.command());
      await stage.deliver([event]);
      return claims("unsigned-device", [event]);
    },
  },
];
