import type { CommandWish } from "../../wiring/operator/command-wish.ts";
import { resultText } from "../event-lines.ts";
import { findThing } from "../find-thing.ts";
import { type WatchLive, watchLive } from "../live/watch-live.ts";
import type { Cast } from "./cast.ts";

export interface DemoScreenParts {
  readonly quit: () => void;
  /** A line below the table. */
  readonly tell: (line: string) => void;
}

const lamp = { thing: "greenhouse", op: "write", name: "lamp" } as const;
const pump = { thing: "greenhouse", op: "write", name: "pump" } as const;
const everything = { thing: "all", op: "invoke" } as const;

/** What keys send as the operator of the demo. */
const commands: readonly { readonly key: string; readonly does: string; readonly wish: CommandWish }[] = [
  { key: "1", does: "lamp on", wish: { ...lamp, input: true } },
  { key: "0", does: "lamp off", wish: { ...lamp, input: false } },
  { key: "p", does: "pump for 20 s", wish: { ...pump, input: true, lease: 20_000 } },
  { key: "s", does: "stop", wish: { ...everything, name: "stop" } },
  { key: "r", does: "release", wish: { ...everything, name: "release" } },
];

/** The same table that `roomwire watch` shows, with keys that command; undefined where there is no terminal for it. */
export function openDemoScreen(
  { operator, world }: Cast,
  head: readonly string[],
  { quit, tell }: DemoScreenParts,
): WatchLive | undefined {
  const { stdin: input, stdout: output } = process;
  if (!input.isTTY || !output.isTTY) return undefined;
  const send = async (does: string, wish: CommandWish): Promise<void> => {
    tell(`operator   sends: ${does}`);
    const { outcome } = await operator.command({ ...wish, agent: world.agent });
    tell(`operator   got for ${does}: ${resultText(outcome)}`);
  };
  const keys = commands.map(({ key, does, wish }) => ({
    key,
    does,
    press: () => void send(does, wish).catch((error: unknown) => tell(`operator   could not send ${does}: ${error}`)),
  }));
  return watchLive({
    input,
    output,
    head: head.filter((line) => line !== ""),
    keys: [...keys, { key: "q", does: "ends it all", press: quit }],
    findThing: findThing(operator),
    agents: () => operator.agents().length,
  });
}
