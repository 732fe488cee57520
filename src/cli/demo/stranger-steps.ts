import { commandType } from "../../../schemas/command.ts";
import type { Cast } from "./cast.ts";
import { edgesTo } from "./edges-to.ts";
import { makeLogin, makeLoginOfNewAccount } from "./make-login.ts";
import { type OrdinaryClient, openOrdinaryClient } from "./ordinary-client.ts";
import { mustHold, type Step } from "./play-steps.ts";
import { leftOutInLog, refusalInLog } from "./refusal-in-log.ts";
import { waitUntil } from "./wait-until.ts";

export interface Strangers {
  /** A member of the room whom no configuration names. */
  readonly stranger: OrdinaryClient;
  /** A second device of the operator that nobody signed. */
  readonly unsigned: OrdinaryClient;
}

/** Brings them into the room, on the caller's stack. */
export async function openStrangers({ world, rooms }: Cast, opening: AsyncDisposableStack): Promise<Strangers> {
  const { homeserver, operator } = world;
  const [strange, second] = await Promise.all([
    makeLoginOfNewAccount(homeserver, "mallory", "not-a-secret"),
    makeLogin(homeserver, operator.user, operator.password),
  ]);
  const unsigned = opening.use(await openOrdinaryClient(homeserver.url, second));
  const stranger = opening.use(await openOrdinaryClient(homeserver.url, strange));
  const [room] = rooms;
  if (room === undefined) throw new Error("there is no room");
  await unsigned.invite(room, stranger.userId);
  await stranger.join(room);
  return { stranger, unsigned };
}

/** Commands of people and devices that the agent has no reason to trust: told to nobody, so read in its log. */
export function strangerSteps(cast: Cast, { stranger, unsigned }: Strangers): readonly Step[] {
  const { world, operator, rooms, clock } = cast;
  const [room] = rooms;
  const sendLampOn = async (client: OrdinaryClient): Promise<string> => {
    if (room === undefined) throw new Error("there is no room");
    const wish = { agent: world.agent, room, thing: "greenhouse", op: "write", name: "lamp", input: true } as const;
    return await client.send(room, commandType, operator.compose(wish));
  };
  const isRefused = async (client: OrdinaryClient, wanted: string): Promise<string> => {
    const before = await edgesTo(world.hardware, "lamp", "true");
    const code = await refusalInLog(cast, await sendLampOn(client));
    const edges = (await edgesTo(world.hardware, "lamp", "true")) - before;
    mustHold(code === wanted && edges === 0, `refused as ${code}, the hardware switched ${edges} times`);
    return `refused as ${code} in the agent's log, the hardware did nothing`;
  };
  return [
    {
      what: "a stranger's command",
      async observe() {
        const before = await edgesTo(world.hardware, "lamp", "true");
        const since = cast.agent().log.length;
        await sendLampOn(stranger);
        const code = await leftOutInLog(cast, since);
        const edges = (await edgesTo(world.hardware, "lamp", "true")) - before;
        mustHold(code === "unlisted" && edges === 0, `left out as ${code}, the hardware switched ${edges} times`);
        return `left out as ${code} before it was decrypted, the hardware did nothing`;
      },
    },
    { what: "an unsigned device's command", observe: () => isRefused(unsigned, "unsigned-device") },
    {
      what: "an unsigned device's second command",
      async observe() {
        const refused = await isRefused(unsigned, "unsigned-device");
        if (room === undefined) throw new Error("there is no room");
        const notices = await waitUntil(clock, "a notice to that device", 20_000, () => {
          const bodies = unsigned.clearMessages(room, world.agent);
          return bodies.length > 0 && bodies;
        });
        mustHold(notices.length === 1, `${notices.length} notices in clear instead of one`);
        return `${refused}; for both there is one notice in clear: "${notices[0]}"`;
      },
    },
  ];
}
