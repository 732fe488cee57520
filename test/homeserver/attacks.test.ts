import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { english } from "../../src/texts/english.ts";
import { homeserverClasses } from "../attacks/attack-classes.ts";
import { type HomeserverGround, openHomeserverGround } from "../attacks/homeserver-ground.ts";
import { HomeserverStage } from "../attacks/homeserver-stage.ts";
import { playAttack } from "../attacks/play-attack.ts";
import { withoutSynapse } from "./matrix-user.ts";

/** Seeds played of each class, which one agent lives through; ATTACK_SEED plays one again. */
const variants = Number(process.env.ATTACK_VARIANTS ?? 2);
const only = process.env.ATTACK_SEED;

describe("the whole agent behind a homeserver that lies", { skip: withoutSynapse, timeout: 300_000 }, () => {
  let ground: HomeserverGround;
  const counts = { classes: 0, variants: 0, events: 0 };
  before(async () => {
    ground = await openHomeserverGround();
  });
  after(async () => {
    await ground[Symbol.asyncDispose]();
    console.log(
      `behind a lying homeserver: ${counts.classes} classes, ${counts.variants} variants, ${counts.events} events`,
    );
  });

  for (const [at, attack] of homeserverClasses.entries()) {
    test(attack.name, async () => {
      counts.classes++;
      const seeds = only === undefined ? Array.from({ length: variants }, (_, index) => index + 1) : [Number(only)];
      for (const seed of seeds) {
        const { claims, breaches } = await playAttack(attack, new HomeserverStage(ground, 1_000 * at + seed));
        assert.deepEqual(breaches, [], `ATTACK_SEED=${seed} plays it again`);
        counts.variants++;
        counts.events += claims.length;
      }
    });
  }

  test("nothing left the agent in clear meanwhile, but the fixed notice to sessions that nobody signed", async () => {
    const sent = await ground.sent();
    const open = sent.filter(({ type }) => type !== "m.room.encrypted");
    assert.ok(sent.length > open.length, "it said something");
    const bodies = new Set(open.map(({ type, content }) => `${type}: ${content.body}`));
    assert.deepEqual([...bodies], [`m.room.message: ${english.notices.unsignedSession}`]);
  });
});
