import { asNew } from "../../homeserver/lying/forge-event.ts";
import { type AttackClass, claims, type Stage } from "../stage.ts";
import { sayText } from "./say.ts";

/** The same ciphertext once or some times more, each as if it were said anew. */
function copies(stage: Stage, event: Parameters<typeof asNew>[0]) {
  const { random, clock } = stage;
  return Array.from({ length: 1 + random.below(3) }, () =>
    asNew(event, { origin_server_ts: clock.now() - random.below(100_000) }),
  );
}

export const replay: readonly AttackClass[] = [
  {
    name: "a ciphertext again under a new id and time",
    async attack(stage) {
      const { event } = await stage.obeyed();
      const again = copies(stage, event);
      await stage.deliver(again);
      return claims("replay", again);
    },
  },
  {
    name: "an event again under its own id",
    async attack(stage) {
      const { event } = await stage.obeyed();
      const { event: other } = await stage.obeyed();
      await stage.deliver(stage.random.shuffled([event, other, event]));
      await stage.deliver([{ ...event, origin_server_ts: stage.clock.now() + stage.random.below(100_000) }]);
      return claims("obeyed", [event, other]);
    },
  },
  {
    name: "a ciphertext again after a restart",
    async attack(stage) {
      const { event } = await stage.obeyed();
      if (stage.random.below(2) === 0) await stage.obeyed();
      await stage.restart();
      const again = copies(stage, event);
      await stage.deliver([event, ...again]);
      return claims("replay", again);
    },
  },
  {
    name: "a text again under a new id and time",
    async attack(stage) {
      const event = await sayText(stage, stage.owner);
      stage.lawful.push(`dial=${event.value}`);
      await stage.deliver([event.event]);
      const again = copies(stage, event.event);
      await stage.deliver(again);
      return [...claims("obeyed", [event.event]), ...claims("replay", again)];
    },
  },
  {
    name: "a refused ciphertext again",
    async attack(stage) {
      const event = await stage.owner.seal("dev.roomwire.command", stage.command({ input: "up" }));
      await stage.deliver([event]);
      const again = copies(stage, event);
      await stage.deliver(again);
      return [...claims("bad-input", [event]), ...claims("replay", again)];
    },
  },
  {
    name: "an older ciphertext of a session after a newer one",
    async attack(stage) {
      await stage.renewSession();
      const content = [stage.command(), stage.command(), stage.command()];
      const sealed = [];
      for (const one of content) sealed.push(await stage.owner.seal("dev.roomwire.command", one));
      const [newest, ...older] = sealed.toReversed();
      if (newest === undefined) throw new Error("nothing was sealed");
      stage.lawful.push(`dial=${content.at(-1)?.input}`);
      const late = stage.random.shuffled(older);
      await stage.deliver([newest, ...late]);
      return [...claims("obeyed", [newest]), ...claims("replay", late)];
    },
  },
];
