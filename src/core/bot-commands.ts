import { plainObject } from "./plain-object.ts";

interface Parameter {
  readonly key: string;
  readonly isOptional: boolean;
  /** Typed before its value. */
  readonly word?: string;
}

interface BotCommand {
  /** What is typed first; none where the first argument is. */
  readonly word: string | undefined;
  /** In the order in which they are typed. */
  readonly parameters: readonly Parameter[];
}

const needed = (key: string): Parameter => ({ key, isOptional: false });
const optional = (key: string, word?: string): Parameter => ({
  key,
  isOptional: true,
  ...(word !== undefined && { word }),
});

/** What clients may offer (MSC4391): the same for every agent, since it stands in clear in the room. */
export const botCommands = {
  status: { word: "status", parameters: [] },
  things: { word: "things", parameters: [] },
  read: { word: undefined, parameters: [needed("what"), optional("back")] },
  set: { word: undefined, parameters: [needed("what"), needed("to"), optional("time", "for")] },
  stop: { word: "stop", parameters: [] },
  who: { word: "who", parameters: [] },
  log: { word: "log", parameters: [optional("about")] },
  ack: { word: "ack", parameters: [optional("thing")] },
  mute: { word: "mute", parameters: [optional("thing"), needed("time")] },
  help: { word: "help", parameters: [] },
} as const satisfies Readonly<Record<string, BotCommand>>;

export type BotCommandName = keyof typeof botCommands;

export const descriptionType = "org.matrix.msc4391.command_description";
const invocationType = "org.matrix.msc4391.command";

/** What a client sent as a command with arguments, as it would be typed; undefined where it did not, or the command is none of ours. Never throws. */
export function typedInvocation(content: Readonly<Record<string, unknown>>): string | undefined {
  const { command, arguments: given } = plainObject(content[invocationType]);
  if (typeof command !== "string" || !Object.hasOwn(botCommands, command)) return undefined;
  const { word, parameters }: BotCommand = botCommands[command as BotCommandName];
  const values = plainObject(given);
  const words = parameters.flatMap((parameter) => {
    const value = values[parameter.key];
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return [];
    return value === "" ? [] : [...(parameter.word === undefined ? [] : [parameter.word]), String(value)];
  });
  return `!${[...(word === undefined ? [] : [word]), ...words].join(" ")}`;
}
