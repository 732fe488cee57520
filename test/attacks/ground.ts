import type { Configuration } from "../../src/config/configuration.ts";
import { asRoomId } from "../../src/core/ids.ts";
import { loadLibrary } from "../../src/matrix/load-library.ts";
import { agent, ana, bob, room } from "../fakes/gate-scene.ts";
import type { Puppet } from "../homeserver/lying/puppet.ts";
import { attackConfiguration } from "./attack-configuration.ts";
import { type CryptoWorld, openCryptoWorld } from "./crypto-world.ts";
import type { People } from "./stage.ts";

export const dataRoom = asRoomId("!data");

/** What outlasts one variant in this process: encryption and people are dear to make. */
export interface Ground extends Disposable {
  readonly world: CryptoWorld;
  readonly configuration: Configuration;
  readonly people: Readonly<Record<keyof People, Puppet>>;
}

/** Variants after which everybody's keys are made anew: what the crypto machine has seen makes it slower. */
const perGround = 40;

/** The ground for each variant in turn. */
export class Grounds implements Disposable {
  #ground: Ground | undefined;
  #played = 0;

  async next(): Promise<Ground> {
    if (this.#played++ % perGround === 0) this[Symbol.dispose]();
    this.#ground ??= await openGround();
    return this.#ground;
  }

  [Symbol.dispose](): void {
    this.#ground?.[Symbol.dispose]();
    this.#ground = undefined;
  }
}

export async function openGround(): Promise<Ground> {
  const { wasm } = await loadLibrary(() => undefined);
  const world = await openCryptoWorld(wasm, agent);
  const [owner, reader, helper, unpinned, newcomer, stranger] = await Promise.all([
    world.person(ana, "PHONE", true),
    world.person(bob, "TABLET", true),
    world.person("@dora:example.org", "PHONE", true),
    world.person("@cleo:example.org", "LAPTOP", true),
    world.person("@nora:example.org", "LAPTOP", true),
    world.person("@mallory:example.org", "LAPTOP", true),
  ]);
  const people = { owner, reader, helper, unpinned, newcomer, stranger };
  const configuration = attackConfiguration({
    homeserver: "https://example.org",
    agent,
    room,
    dataRoom,
    directory: "/",
    people,
  });
  return { world, configuration, people, [Symbol.dispose]: () => world[Symbol.dispose]() };
}
