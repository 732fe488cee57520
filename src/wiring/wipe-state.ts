import type { Configuration } from "../config/configuration.ts";
import type { Credentials } from "../matrix/credentials.ts";
import { type LogOut, logOut } from "../matrix/log-out.ts";
import { type ErasedFile, eraseStores, storeFilesIn } from "../store/erase-stores.ts";
import { breathe } from "./breathe.ts";
import { loginFile } from "./login-file.ts";

export interface WipeEnd {
  /** Every file of Roomwire is gone. */
  readonly erased: boolean;
  /** The homeserver knows no login of this state directory any more. */
  readonly loggedOut: boolean;
}

/**
 * Erases what the stores of a state directory hold, keys and token first, and ends the login at the homeserver; says each step
 * in one line. The stores must be closed. Where the homeserver does not answer all is erased all the same.
 */
export async function wipeState(
  { stateDirectory, matrix }: Pick<Configuration, "stateDirectory" | "matrix">,
  say: (line: string) => void,
): Promise<WipeEnd> {
  let { erased, loggedOut } = await wipeOnce(stateDirectory, matrix.homeserver, say);
  // A login that was under way when the agent was stopped can still come to its end.
  for (let again = 0; again < mostAgain && erased && standsAgain(stateDirectory); again++) {
    say("something was written meanwhile; once more:");
    const more = await wipeOnce(stateDirectory, matrix.homeserver, say);
    erased = more.erased && !(again === mostAgain - 1 && standsAgain(stateDirectory));
    loggedOut &&= more.loggedOut;
  }
  say(
    erased ? `nothing of Roomwire is left in ${stateDirectory}` : `NOT ALL of Roomwire in ${stateDirectory} is erased`,
  );
  if (matrix.passwordFile !== undefined) {
    say(`not touched: the configuration, and the account's password in ${matrix.passwordFile}`);
  }
  return { erased, loggedOut };
}

const mostAgain = 3;

function standsAgain(directory: string): boolean {
  return storeFilesIn(directory).length > 0;
}

async function wipeOnce(stateDirectory: string, homeserver: string, say: (line: string) => void): Promise<WipeEnd> {
  const login = readLogin(stateDirectory);
  let erased = true;
  const tell = (file: ErasedFile): void => {
    if (file.how === "failed") erased = false;
    say(erasedLine(file));
  };
  await eraseStores(stateDirectory, tell, breathe);
  return { erased, loggedOut: await endLogin(homeserver, login, say) };
}

async function endLogin(
  homeserver: string,
  login: Credentials | undefined,
  say: (line: string) => void,
): Promise<boolean> {
  if (login === undefined) {
    say("no login was kept here: nothing to end at the homeserver");
    return true;
  }
  const { userId, deviceId } = login;
  const device = `device ${deviceId} of ${userId}`;
  const end = await endAt(homeserver, login);
  switch (end.kind) {
    case "logged-out":
      say(`${device} is logged out at ${homeserver}`);
      return true;
    case "was-logged-out":
      say(`${device} was logged out at ${homeserver} before`);
      return true;
    case "failed":
      say(`NOT LOGGED OUT: ${homeserver}: ${end.reason}. Where ${device} exists, remove it in another client`);
      return false;
  }
}

async function endAt(homeserver: string, { accessToken, renewal }: Credentials): Promise<LogOut> {
  if (accessToken === undefined) return noToken;
  if (renewal === undefined) return await logOut(homeserver, accessToken);
  return await (await import("../matrix/revoke-login.ts")).revokeLogin(homeserver, renewal, globalThis.fetch);
}

/** The device was chosen, but the homeserver's answer to the login never came. */
const noToken = { kind: "failed", reason: "the login was never answered" } as const;

/** What cannot be read is erased all the same. */
function readLogin(directory: string): Credentials | undefined {
  try {
    return loginFile(directory, { hide: () => undefined }).load();
  } catch {
    return undefined;
  }
}

function erasedLine({ name, how, bytes, reason }: ErasedFile): string {
  switch (how) {
    case "erased":
      return `erased ${name} (${bytes} bytes overwritten)`;
    case "link":
      return `removed ${name}, a link; what it led to was left alone`;
    case "removed":
      return `removed ${name}`;
    case "shared":
      return `removed ${name}, but did not overwrite it: the file has another name elsewhere`;
    case "foreign":
      return `left ${name}: it is not of Roomwire`;
    case "failed":
      return `NOT ERASED: ${name}: ${reason}`;
  }
}
