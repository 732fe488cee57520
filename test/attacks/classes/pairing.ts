import { commandType } from "../../../schemas/command.ts";
import { asNew, inClear } from "../../homeserver/lying/forge-event.ts";
import { swapIdentity } from "../../homeserver/lying/key-lists.ts";
import { type AttackClass, claims, type NearAttackClass } from "../stage.ts";

const pair = (code: string) => ({ msgtype: "m.text", body: `!pair ${code}`.trimEnd() });

export const pairingClasses: readonly AttackClass[] = [
  {
    name: "a pairing for which nobody at the machine asked",
    async attack(stage) {
      const { random, unpinned, stranger } = stage;
      const code = random.pick(["", random.word(8).toUpperCase(), "AAAAAAAA"]);
      const event = await unpinned.seal("m.room.message", pair(code));
      const strange = await stranger.seal("m.room.message", pair(code));
      await stage.deliver([event, strange]);
      return [...claims("pair-closed", [event]), ...claims("nothing", [strange])];
    },
  },
];

export const nearPairingClasses: readonly NearAttackClass[] = [
  {
    name: "pairing codes that are guessed, and the right one after five wrong ones",
    async attackNear(stage) {
      const { random, unpinned } = stage;
      const code = stage.pairingCode();
      const wrong = [];
      for (let guess = 0; guess < 5; guess++) {
        wrong.push(await unpinned.seal("m.room.message", pair(`${random.word(7)}1`.toUpperCase())));
      }
      const right = await unpinned.seal("m.room.message", pair(code));
      await stage.deliver([...wrong, right]);
      return [...claims("pair-wrong", wrong), ...claims("pair-closed", [right])];
    },
  },
  {
    name: "a pairing code that was used before, told again, by another, or after a restart",
    async attackNear(stage) {
      const { random, unpinned, owner } = stage;
      const code = stage.pairingCode();
      const first = await unpinned.seal("m.room.message", pair(code));
      await stage.deliver([first]);
      const puppet = await stage.puppet(unpinned.user, random.word(10).toUpperCase());
      await using _lie = await stage.lieAboutKeys(unpinned.user, swapIdentity(puppet.keys));
      if (random.below(2) === 0) await stage.restart();
      const again = asNew(first);
      const other = await stage.sealAs(puppet, "m.room.message", pair(code));
      const known = await owner.seal("m.room.message", pair(code));
      await stage.deliver([again, other, known]);
      return [
        ...claims("nothing", [first, known]),
        ...claims("unsigned-device", [again]),
        ...claims("pair-closed", [other]),
      ];
    },
  },
  {
    name: "a pairing from a device that nobody signed, in clear, or by who left",
    async attackNear(stage) {
      const { random, unpinned } = stage;
      const code = stage.pairingCode();
      const puppet = await stage.puppet(unpinned.user, random.word(10).toUpperCase());
      const unsigned = await stage.sealAs(puppet, "m.room.message", pair(code));
      const clear = inClear(unpinned.user, "m.room.message", pair(code));
      await stage.deliver([unsigned, clear]);
      await using _lie = await stage.lieAboutMember(unpinned.user, random.pick(["leave", "ban"] as const));
      const left = await unpinned.seal("m.room.message", pair(code));
      await stage.deliver([left]);
      return [
        ...claims("unsigned-device", [unsigned]),
        ...claims("plaintext", [clear]),
        ...claims("not-joined", [left]),
      ];
    },
  },
  {
    name: "a pairing that was withheld and comes late",
    async attackNear(stage) {
      const { random, clock, unpinned } = stage;
      const event = await unpinned.seal("m.room.message", pair(stage.pairingCode()));
      const late = 301_000 + random.below(1e9);
      clock.jump(late);
      await stage.deliver([event]);
      clock.jump(-late);
      return claims("expired", [event]);
    },
  },
  {
    name: "a pairing code that has run out",
    async attackNear(stage) {
      const code = stage.pairingCode();
      await stage.pass(600_000);
      const event = await stage.unpinned.seal("m.room.message", pair(code));
      await stage.deliver([event]);
      return claims("pair-closed", [event]);
    },
  },
  {
    name: "a pairing code typed under an identity that the homeserver put in the place of a pinned one",
    async attackNear(stage) {
      const { random, owner } = stage;
      const puppet = await stage.puppet(owner.user, random.word(10).toUpperCase());
      await using _lie = await stage.lieAboutKeys(owner.user, swapIdentity(puppet.keys));
      const code = stage.pairingCode();
      const event = await stage.sealAs(puppet, "m.room.message", pair(code));
      await stage.deliver([event]);
      return claims("identity-changed", [event]);
    },
  },
  {
    name: "a press of the button that is long over",
    async attackNear(stage) {
      stage.pressButton();
      await stage.pass(120_000);
      const event = await stage.unpinned.seal("m.room.message", pair(""));
      await stage.deliver([event]);
      return claims("pair-closed", [event]);
    },
  },
  {
    name: "a press of the button, used by an identity that the homeserver put in the place of a pinned one",
    async attackNear(stage) {
      const { random, unpinned } = stage;
      const paired = await unpinned.seal("m.room.message", pair(stage.pairingCode()));
      await stage.deliver([paired]);
      const puppet = await stage.puppet(unpinned.user, random.word(10).toUpperCase());
      await using _lie = await stage.lieAboutKeys(unpinned.user, swapIdentity(puppet.keys));
      stage.pressButton();
      const event = await stage.sealAs(puppet, "m.room.message", pair(""));
      await stage.deliver([event]);
      const command = await stage.sealAs(puppet, commandType, stage.command());
      await stage.deliver([command]);
      return [...claims("pair-closed", [event]), ...claims("identity-changed", [command])];
    },
  },
];
