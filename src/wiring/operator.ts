import { AgentFault } from "../core/agent-fault.ts";
import type { UserId } from "../core/ids.ts";
import { openControlFile } from "../store/control-file.ts";
import { openLink } from "./open-link.ts";
import { AgentBook } from "./operator/agent-book.ts";
import { AgentTrust } from "./operator/agent-trust.ts";
import { CommandDesk } from "./operator/command-desk.ts";
import { findAgents } from "./operator/find-agents.ts";
import type { OperatorEvent } from "./operator/operator-event.ts";
import type { OperatorParts, OperatorSettings, OperatorSide } from "./operator/operator-side.ts";
import { readPast } from "./operator/read-past.ts";
import { ReadState } from "./operator/read-state.ts";
import { ResultBoard } from "./operator/result-board.ts";
import { TakeEvents } from "./operator/take-events.ts";

/** Set while a run is under way, empty after a clean stop. */
const runningFact = "running";

/** Signs in and begins to take events. Waits while the homeserver is away. Throws AgentFault. */
export async function openOperator(settings: OperatorSettings, parts: OperatorParts): Promise<OperatorSide> {
  const { clock, chance, log, onFatal } = parts;
  await using opening = new AsyncDisposableStack();
  const store = opening.use(openOwnStore(settings, parts));
  const uncleanStop = store.fact(runningFact) === "yes";
  store.setFact(runningFact, "yes");
  const book = new AgentBook(store);
  const board = new ResultBoard(clock);
  let wake = (): void => undefined;
  const link = await openLink(linkSettings(settings, uncleanStop), {
    clock,
    store,
    readPassword: parts.readPassword,
    ...(parts.recoveryKey !== undefined && { recoveryKey: parts.recoveryKey }),
    hide: log.hide,
    log: (line) => log.debug(line),
    onInbox: () => wake(),
    onLink: (state) => log.debug(`the link to the homeserver is ${state}`),
    onFatal,
    onWaiting: (reason) => log.warn(`the homeserver does not answer, waiting for it: ${reason}`),
    onGap: (room) => log.warn(`events of ${room} were left out by the homeserver; gaps in the readings are told`),
    onTombstone: (room, replacement) => log.warn(`${room} was replaced by ${replacement}: join it in a Matrix client`),
  });
  opening.defer(() => store.setFact(runningFact, "no"));
  opening.use(link);
  opening.defer(() => board.close());
  if (link.identity.kind !== "signed") log.warn(howToSign(link.identity.detail), { code: "unsigned-device" });

  const isWelcome = (user: UserId): boolean => settings.agents.length === 0 || settings.agents.includes(user);
  const onEvent = (event: OperatorEvent): void => {
    parts.onEvent(event);
    if (event.kind === "result") board.put(event.agent, event.content);
  };
  const isAgent = (user: UserId): boolean => agents().some(({ agent }) => agent === user);
  const { opener } = link;
  const trust = new AgentTrust(book, onEvent);
  const events = new TakeEvents({ store, opener, clock, book, trust, isWelcome, isAgent, onEvent });
  const state = new ReadState({ link, clock, book, trust, isWelcome, onEvent });
  const agents = () => findAgents({ settings, link, book, state, isWelcome });
  const reading = opening.use(readOnWake(state, events, onFatal));
  wake = reading.wake;
  await reading.wake();
  const desk = new CommandDesk({ clock, chance, link, agents, board });
  const owned = opening.move();
  return {
    userId: link.userId,
    deviceId: link.deviceId,
    identity: link.identity,
    agents,
    ignored: () => trust.ignored(),
    past: async (sinceAt, tell) => {
      const rooms = new Set(agents().flatMap((known) => known.rooms));
      for (const room of rooms) {
        await readPast(link.history(room, sinceAt), { opener, trust, isWelcome, onEvent: tell });
      }
    },
    command: (wish) => desk.command(wish),
    compose: (wish) => desk.compose(wish),
    seal: (room, type, content) => link.sender.seal({ room, type, content }, chance.uuid()),
    put: (event) => link.sender.put(event),
    result: (commandId, withinMs) => board.wait(commandId, withinMs),
    say: (room, body) => desk.say(room, body),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Reads state and inbox after each sync, one pass at a time. `wake` resolves after a pass that began later. */
function readOnWake(
  state: ReadState,
  events: TakeEvents,
  onFatal: OperatorParts["onFatal"],
): AsyncDisposable & { wake(): Promise<void> } {
  let isClosed = false;
  let isAsked = false;
  let pass: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    try {
      while (isAsked && !isClosed) {
        isAsked = false;
        await state.readAll();
        await events.takeAll(() => !isClosed);
      }
    } catch (cause) {
      isClosed = true;
      onFatal(cause instanceof AgentFault ? cause : new AgentFault("internal", undefined, { cause }));
    }
    pass = undefined;
  };
  return {
    wake: async () => {
      if (isClosed) return;
      isAsked = true;
      pass ??= run();
      await pass;
    },
    [Symbol.asyncDispose]: async () => {
      isClosed = true;
      await pass;
    },
  };
}

function openOwnStore({ directory }: OperatorSettings, { clock }: OperatorParts) {
  try {
    return openControlFile(directory, clock);
  } catch (cause) {
    if (!(cause instanceof AgentFault) || cause.code !== "store-locked") throw cause;
    throw new AgentFault("store-locked", `Another watch or send uses ${directory}.`, {
      remedy: "Give this one a login of its own with another --state-directory, or stop the other.",
    });
  }
}

function linkSettings({ directory, homeserver, user, agents, deviceName }: OperatorSettings, uncleanStop: boolean) {
  return {
    directory,
    homeserver,
    user,
    deviceName,
    encryption: "required",
    plainState: false,
    role: "operator",
    rooms: { room: undefined, dataRoom: undefined, operators: agents, readers: [], names: { room: "", dataRoom: "" } },
    uncleanStop,
    clearTexts: { unsignedSession: "", ownIdentity: "" },
  } as const;
}

function howToSign(detail: string): string {
  return `${detail} Until then no agent sends it anything or obeys it: start once with --recovery-key-file FILE, or verify this session in another client.`;
}
