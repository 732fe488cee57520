import { join } from "node:path";
import type { Configuration } from "../config/configuration.ts";
import { logOut } from "../matrix/log-out.ts";
import { type ErasedFile, eraseStores, storeFilesIn } from "../store/erase-stores.ts";
import { secretFile } from "../store/secret-file.ts";

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
  await eraseStores(stateDirectory, tell, () => new Promise((done) => setImmediate(done)));
  return { erased, loggedOut: await endLogin(homeserver, login, say) };
}

interface Login {
  readonly userId: string;
  readonly deviceId: string;
  readonly accessToken: string | undefined;
}

async function endLogin(homeserver: string, login: Login | undefined, say: (line: string) => void): Promise<boolean> {
  if (login === undefined) {
    say("no login was kept here: nothing to end at the homeserver");
    return true;
  }
  const { userId, deviceId, accessToken } = login;
  const device = `device ${deviceId} of ${userId}`;
  const end = accessToken === undefined ? noToken : await logOut(homeserver, accessToken);
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

/** The device was chosen, but the homeserver's answer to the login never came. */
const noToken = { kind: "failed", reason: "the login was never answered" } as const;

/** What cannot be read is erased all the same. */
function readLogin(directory: string): Login | undefined {
  try {
    const { userId, deviceId, accessToken } =
      JSON.parse(secretFile(join(directory, "login.json")).read() ?? "null") ?? {};
    if (typeof deviceId !== "string") return undefined;
    return {
      userId: String(userId),
      deviceId,
      accessToken: typeof accessToken === "string" ? accessToken : undefined,
    };
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
