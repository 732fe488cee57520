import type { UserId } from "../../core/ids.ts";
import { plainObject } from "../../core/plain-object.ts";
import type { PeopleJson } from "../../wiring/people/person-json.ts";
import { askAgent } from "../ask-agent.ts";
import { operatorLines, verifyLine } from "../operators/operator-lines.ts";
import type { Dialogue } from "./dialogue.ts";
import { until } from "./until.ts";

export interface PinOperatorParts {
  readonly user: UserId;
  readonly agent: UserId;
  /** What the two that the agent made, and their Space, are called; undefined: the operators' own is used. */
  readonly ownRooms: string | undefined;
  readonly stateDirectory: string;
  readonly dialogue: Dialogue;
}

/** ms: a person has ten minutes for a code. */
const patienceMs = 660_000;

/**
 * Pins one operator, by a code that they type or by pictures, whichever they begin; Enter at the terminal leaves it for later.
 * Resolves to whether they are pinned. The agent runs meanwhile.
 */
export async function pinOperator(parts: PinOperatorParts): Promise<boolean> {
  const { user, agent, ownRooms, stateDirectory, dialogue } = parts;
  const pairing = (await askAgent({ stateDirectory, do: "operators", with: { ask: "pair" } })) ?? {};
  const { say } = dialogue;
  say("");
  say(
    ownRooms === undefined
      ? `${user}: open the room in your client.`
      : `${user}: in your client, accept the invitations to "${ownRooms}" and "${ownRooms} data", and to the Space that holds both.`,
  );
  for (const line of operatorLines("pair", pairing)) say(line);
  say(`Or begin a verification of ${agent} there, where your client can, and compare seven pictures.`);
  say("Enter leaves that for later.");
  const over = new AbortController();
  const pictures = new AbortController();
  const enter = dialogue.waitForEnter(AbortSignal.any([over.signal, pictures.signal]));
  enter.catch(() => undefined);
  // One at a time reads what is typed.
  const freeTerminal = async (): Promise<void> => {
    pictures.abort();
    await enter;
  };
  try {
    const pinned = until(() => isPinned(user, stateDirectory), over.signal);
    const later = enter.then((isPressed) => (isPressed ? false : pinned));
    return await Promise.race([pinned, later, comparePictures(parts, freeTerminal)]);
  } finally {
    over.abort();
    await enter.catch(() => undefined);
  }
}

async function isPinned(user: UserId, stateDirectory: string): Promise<boolean> {
  const people = (await askAgent({ stateDirectory, do: "operators", with: { ask: "list" } })) as PeopleJson | undefined;
  return people?.people.some((person) => person.user === user && person.standing === "verified") === true;
}

/** Waits for a verification that somebody begins; never resolves to anything but a success. */
async function comparePictures(
  { stateDirectory, dialogue }: PinOperatorParts,
  freeTerminal: () => Promise<void>,
): Promise<never> {
  const compare = async (): Promise<boolean> => {
    await freeTerminal();
    return await dialogue.askYesOrNo("Do they match?", "--operator USER=KEY");
  };
  const onLine = (line: object, reply: (line: unknown) => void): void => {
    const { kind } = plainObject(line);
    if (kind === "waiting") return;
    for (const text of verifyLine(line)) dialogue.say(text);
    if (kind !== "emojis") return;
    void compare().then(
      (matches) => reply({ matches }),
      () => reply({ matches: false }),
    );
  };
  const asked = { stateDirectory, do: "operators", with: { ask: "verify" }, onLine, silentMs: patienceMs } as const;
  const end = await askAgent(asked).catch(() => undefined);
  if (end !== undefined) for (const line of operatorLines("verify", end)) dialogue.say(line);
  // Whether somebody is pinned now is seen where everything is seen.
  return await new Promise<never>(() => undefined);
}
