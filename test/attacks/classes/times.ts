import { commandType } from "../../../schemas/command.ts";
import { asNew } from "../../homeserver/lying/forge-event.ts";
import { type AttackClass, claims, type NearAttackClass } from "../stage.ts";
import { sayText } from "./say.ts";

const hour = 3_600_000;

export const timeClasses: readonly AttackClass[] = [
  {
    name: "a command that was withheld and comes late",
    async attack(stage) {
      const { random, clock } = stage;
      const event = await stage.owner.seal(commandType, stage.command());
      const lateMs = random.pick([62_000, 10 * 60_000, 6 * hour, 30 * 24 * hour]);
      clock.jump(lateMs);
      const told = random.pick([event, { ...event, origin_server_ts: clock.now() }]);
      await stage.deliver([told]);
      clock.jump(-lateMs);
      return claims("expired", [told]);
    },
  },
  {
    name: "a text that was withheld and comes late",
    async attack(stage) {
      const { random, clock } = stage;
      const { event } = await sayText(stage, stage.owner);
      const lateMs = random.pick([301_000, 6 * hour, 30 * 24 * hour]);
      clock.jump(lateMs);
      await stage.deliver([event]);
      clock.jump(-lateMs);
      return claims("expired", [event]);
    },
  },
  {
    name: "a command that is over, over before it began, or valid for too long",
    async attack(stage) {
      const { random, clock } = stage;
      const now = clock.now();
      const [times, fate] = random.pick([
        [{ issued_at: now - 30_000, expires_at: now - 1 - random.below(1000) }, "expired"],
        [{ issued_at: now + 4_000, expires_at: now + 3_900 }, "expired"],
        [{ issued_at: now - 60_000, expires_at: now + 240_001 + random.below(1e9) }, "too-long"],
        [{ issued_at: 0, expires_at: Number.MAX_SAFE_INTEGER }, "too-long"],
      ] as const);
      const event = await stage.owner.seal(commandType, stage.command(times));
      await stage.deliver([event]);
      return claims(fate, [event]);
    },
  },
  {
    name: "a command from the future, to be kept until it fits",
    async attack(stage) {
      const { random, clock } = stage;
      const ahead = clock.now() + 6_000 + random.below(1e10);
      const event = await stage.owner.seal(
        commandType,
        stage.command({ issued_at: ahead, expires_at: ahead + 30_000 }),
      );
      await stage.deliver([event]);
      return claims("from-the-future", [event]);
    },
  },
  {
    name: "a clock in 1970",
    async attack(stage) {
      const { random, clock } = stage;
      const event = await stage.owner.seal(commandType, stage.command());
      const back = clock.now() - random.below(1e7);
      clock.jump(-back);
      await stage.deliver([event]);
      clock.jump(back);
      return claims("from-the-future", [event]);
    },
  },
  {
    name: "a clock that nobody vouches for",
    async attack(stage) {
      const { random, clock } = stage;
      const event = await stage.owner.seal(commandType, stage.command());
      clock.setTrusted(false);
      if (random.below(2) === 0) clock.jump(-random.below(10_000));
      await stage.deliver([event]);
      clock.setTrusted(true);
      return claims("challenge", [event]);
    },
  },
  {
    name: "a text while nobody vouches for the clock, also one that says nothing of when it was sent",
    async attack(stage) {
      const { random, clock } = stage;
      const { event } = await sayText(stage, stage.owner);
      clock.setTrusted(false);
      const back = random.pick([0, 1_000, 56 * 365 * 24 * hour]);
      clock.jump(-back);
      await stage.deliver([event]);
      clock.jump(back);
      clock.setTrusted(true);
      return claims("challenge", [event]);
    },
  },
  {
    name: "a command valid for too long, while nobody vouches for the clock",
    async attack(stage) {
      const { random, clock } = stage;
      const now = clock.now();
      const times = { issued_at: now - random.below(1e9), expires_at: now + 300_001 + random.below(1e9) };
      const event = await stage.owner.seal(commandType, stage.command(times));
      clock.setTrusted(false);
      await stage.deliver([event]);
      clock.setTrusted(true);
      return claims("too-long", [event]);
    },
  },
  {
    name: "a critical command or a pulse that answers no challenge",
    async attack(stage) {
      const change = stage.random.pick([
        { name: "gate", input: true },
        { op: "invoke", name: "bell", input: undefined },
        { op: "invoke", name: "bell", input: 3_000 },
      ]);
      const event = await stage.owner.seal(commandType, stage.command(change));
      await stage.deliver([event]);
      return claims("challenge", [event]);
    },
  },
  {
    name: "a text that moves what must be asked back for",
    async attack(stage) {
      const body = stage.random.pick(["!hall/gate on", "!hall/gate true", "!hall/heat on"]);
      const event = await stage.owner.seal("m.room.message", { msgtype: "m.text", body });
      await stage.deliver([event]);
      return claims("challenge", [event]);
    },
  },
];

export const nearTimeClasses: readonly NearAttackClass[] = [
  {
    name: "a command that waits for its turn when the agent ends, and is told again to the next run",
    async attackNear(stage) {
      const { owner } = stage;
      const hanging = stage.command();
      const events = [
        await owner.seal(commandType, hanging),
        await owner.seal(commandType, stage.command({ name: "heat", input: true })),
      ] as const;
      const again = events.map((event) => asNew(event));
      // It was under way: nobody knows whether the hardware takes it yet.
      stage.lawful.push(`dial=${hanging.input}`);
      const hardware = stage.hangHardware();
      await stage.deliver(events);
      const restarted = stage.restart();
      hardware[Symbol.dispose]();
      await restarted;
      await stage.deliver([...again, ...events]);
      return [...claims("failed", [events[0]]), ...claims("stopping", [events[1]]), ...claims("replay", again)];
    },
  },
  {
    name: "a command that expired while it waited for the hardware",
    async attackNear(stage) {
      const { random, owner, clock } = stage;
      const now = clock.now();
      const hanging = stage.command();
      const waiting = stage.command({ name: "heat", input: true, issued_at: now, expires_at: now + 1_000 });
      const events = [await owner.seal(commandType, hanging), await owner.seal(commandType, waiting)] as const;
      stage.lawful.push(`dial=${hanging.input}`);
      const hardware = stage.hangHardware();
      await stage.deliver(events);
      await stage.pass(1_000 + random.below(3_000));
      hardware[Symbol.dispose]();
      await stage.settle();
      return [...claims("obeyed", [events[0]]), ...claims("expired", [events[1]])];
    },
  },
];
