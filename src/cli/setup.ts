import { dirname, join, resolve } from "node:path";
import { AgentFault } from "../core/agent-fault.ts";
import type { UserId } from "../core/ids.ts";
import { systemClock } from "../machine/clock.ts";
import { machine } from "../machine/machine.ts";
import type { OpenLog } from "../machine/open-log.ts";
import { loginFile } from "../wiring/login-file.ts";
import { listSerialPorts } from "./discover/list-serial-ports.ts";
import { askOperators } from "./setup/ask-operators.ts";
import { askRooms } from "./setup/ask-rooms.ts";
import { askPassword, askSignIn, type SignIn } from "./setup/ask-sign-in.ts";
import { askUser } from "./setup/ask-user.ts";
import { configurationText } from "./setup/configuration-text.ts";
import type { Dialogue } from "./setup/dialogue.ts";
import { type DraftConfiguration, draftConfiguration } from "./setup/draft-configuration.ts";
import { explainForSetup } from "./setup/explain-for-setup.ts";
import { findHomeserver } from "./setup/find-homeserver.ts";
import { findThings } from "./setup/find-things.ts";
import type { LinkOffer } from "./setup/link-login.ts";
import { offerUnit, type ServiceManager } from "./setup/offer-unit.ts";
import type { OpenedAccount } from "./setup/open-account.ts";
import { ownCommand } from "./setup/own-command.ts";
import { refuseExisting } from "./setup/refuse-existing.ts";
import type { SetupOptions } from "./setup/setup-options.ts";

export interface SetupParts {
  readonly dialogue: Dialogue;
  readonly log: OpenLog;
  readonly manager: ServiceManager;
  readonly fetch: typeof globalThis.fetch;
}

/** Where a machine has its own broker. */
const localBroker = "mqtt://localhost:1883";
const standardConfig = "/etc/roomwire/roomwire.yaml";

/**
 * `roomwire setup`: from an account to an agent that is in its rooms, known to its operators, with a configuration that was checked.
 * Asks what no flag says. Resolves to the exit code; throws AgentFault, and then has written no configuration.
 */
export async function setup(options: SetupOptions, parts: SetupParts): Promise<number> {
  const { dialogue, log, manager, fetch } = parts;
  const config = resolve(options.config);
  if (options.again) return await (await import("./setup/log-in-again.ts")).logInAgain(options, parts);
  refuseExisting(config);
  const user = await askUser(options.user, dialogue);
  const homeserver = await findHomeserver({ user, given: options.homeserver, dialogue, fetch });
  const { passwordFile, tokenFile } = options;
  const signIn = await askSignIn({ user, homeserver, passwordFile, tokenFile, dialogue, fetch });
  const operators = await askOperators(options.operators, dialogue);
  const rooms = await askRooms(options, dialogue);
  const clock = systemClock("trusted");
  const found = await findThings({ machine: machine(clock), clock, ports: listSerialPorts([]), broker: localBroker });
  const stateDirectory = resolve(options.stateDirectory ?? defaultState(config));
  const name = options.name ?? nameOf(user);
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const draft = draftConfiguration(
    config,
    configurationText({ homeserver, user, name, rooms, operators, stateDirectory, timeZone, found }),
  );
  const account = await signInAndOpen(draft, signIn, options, parts);
  draft.write();
  for (const line of whatIsThere(config, draft, account, found.what)) dialogue.say(line);
  if (dialogue.isSomebodyThere) {
    const { meetOperators } = await import("./setup/meet-operators.ts");
    await meetOperators(draft.configuration, dialogue);
  } else {
    for (const warning of draft.warnings) dialogue.say(`warning: ${warning}`);
  }
  if (!dialogue.isSomebodyThere && operators.some(({ masterKey }) => masterKey === undefined)) {
    const pair = ownCommand(`operators pair --config ${config}`, process.env);
    dialogue.say(`Nobody is obeyed before their key is pinned: start the agent, then ${pair}`);
  }
  log.debug("setup is done", { config });
  await offerUnit({ config, isWanted: options.service, manager, dialogue, env: process.env });
  return 0;
}

/** A password that was mistyped is asked for again, where there is somebody to ask. */
async function signInAndOpen(
  draft: DraftConfiguration,
  signIn: SignIn,
  options: SetupOptions,
  parts: SetupParts,
): Promise<OpenedAccount> {
  const { dialogue, log, fetch } = parts;
  const { configuration } = draft;
  const { stateDirectory, matrix } = configuration;
  if (signIn.kind === "token") await takeToken(signIn.token, draft, fetch);
  if (signIn.kind === "link") await logInByLink(signIn.offer, draft, options, parts);
  const { openAccount } = await import("./setup/open-account.ts");
  const onWaiting = (reason: string): void => dialogue.say(`The homeserver does not answer, waiting for it: ${reason}`);
  let password = signIn.kind === "password" ? signIn.password : undefined;
  dialogue.say("Logging in and making the rooms ...");
  for (;;) {
    if (password !== undefined) log.hide(password);
    try {
      return await openAccount({ configuration, password, log, onWaiting });
    } catch (error) {
      if (!(error instanceof AgentFault)) throw error;
      if (error.code !== "wrong-password" || !dialogue.isSomebodyThere) throw explainForSetup(error, stateDirectory);
      dialogue.say("The homeserver does not take that password.");
      password = await askPassword(matrix.user, dialogue);
    }
  }
}

async function takeToken(token: string, { configuration }: DraftConfiguration, fetch: typeof globalThis.fetch) {
  const { stateDirectory, matrix } = configuration;
  const { takeToken: take } = await import("./setup/take-token.ts");
  await take({ user: matrix.user, homeserver: matrix.homeserver, token, stateDirectory, fetch });
}

/** Once: started again after it was broken off, setup uses the login that was made. */
async function logInByLink(
  offer: LinkOffer,
  { configuration }: DraftConfiguration,
  options: SetupOptions,
  parts: SetupParts,
): Promise<void> {
  const { stateDirectory, matrix } = configuration;
  const { user, homeserver } = matrix;
  const kept = loginFile(stateDirectory, parts.log).load();
  if (kept?.accessToken !== undefined) return;
  const { linkLogin } = await import("./setup/link-login.ts");
  const clock = systemClock("trusted");
  await linkLogin({ ...parts, user, homeserver, offer, stateDirectory, clock, isQrWanted: options.qr, isOwn: false });
}

function whatIsThere(
  config: string,
  draft: DraftConfiguration,
  account: OpenedAccount,
  what: readonly string[],
): string[] {
  const { deviceName } = draft.configuration.matrix;
  const { room, dataRoom, space, device, warnings } = account;
  return [
    `Logged in as device ${device}.`,
    `For people: "${deviceName}", ${room}`,
    ...(dataRoom === undefined ? [] : [`For programs: "${deviceName} data", ${dataRoom}`]),
    ...(space === undefined ? [] : [`Both in a Space: ${space}`]),
    ...warnings,
    `${config} is written, and good.`,
    ...what,
  ];
}

/** Beside a configuration of one's own; else where the unit keeps it. */
function defaultState(config: string): string {
  return config === standardConfig ? "/var/lib/roomwire" : join(dirname(config), "roomwire-state");
}

/** `@green-house:example.org` is called `Green house`. */
function nameOf(user: UserId): string {
  const local = user
    .slice(1, user.indexOf(":"))
    .replaceAll(/[-_.]+/g, " ")
    .trim();
  return `${local.slice(0, 1).toUpperCase()}${local.slice(1, 60)}` || "Roomwire";
}
