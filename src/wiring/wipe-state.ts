import { join } from "node:path";
import type { Configuration } from "../config/configuration.ts";
import { logOut } from "../matrix/log-out.ts";
import { type ErasedFile, eraseStores } from "../store/erase-stores.ts";
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
  const login = readLogin(stateDirectory);
  let erased = true;
  eraseStores(stateDirectory, (file) => {
    if (file.how === "failed") erased = false;
    say(erasedLine(file));
  });
  const loggedOut = await endLogin(matrix.homeserver, login, say);
  say(
    erased ? `nothing of Roomwire is left in ${stateDirectory}` : `NOT ALL of Roomwire in ${stateDirectory} is erased`,
  );
  if (matrix.passwordFile !== undefined) {
    say(`not touched: the configuration, and the account's password in ${matrix.passwordFile}`);
  }
  return { erased, loggedOut };
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
      say(`NOT LOGGED OUT: ${homeserver}: ${end.reason}. Remove ${device} in another client of that account`);
      return false;
  }
}

const noToken = { kind: "failed", reason: "no token was kept" } as const;

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
