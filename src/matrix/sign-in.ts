import type { MatrixError } from "matrix-js-sdk";
import { AgentFault } from "../core/agent-fault.ts";
import type { UserId } from "../core/ids.ts";
import type { CredentialStore, Credentials } from "./credentials.ts";
import type { Library } from "./load-library.ts";
import { newDeviceId } from "./new-device-id.ts";
import { reasonOf, type WaitParts, waitForHomeserver } from "./wait-for-homeserver.ts";

export interface SignInParts extends WaitParts {
  readonly library: Library;
  readonly homeserver: string;
  readonly user: UserId;
  readonly deviceName: string;
  readonly credentials: CredentialStore;
  /** Read only when a login is needed; undefined when there is none. */
  readonly readPassword: () => string | undefined;
  readonly fetch: typeof globalThis.fetch;
  /** The stored login could not be renewed, and never will be. */
  readonly isRefused: () => boolean;
}

export type SignedIn = Credentials & { readonly accessToken: string };

/**
 * The one device of this state directory: its stored token if the homeserver still takes it, else a login by password.
 * Waits while the homeserver is away. Throws AgentFault `wrong-password`, `no-credentials`, `logged-out`,
 * `login-ended` or `homeserver-refused`.
 */
export async function signIn(parts: SignInParts): Promise<SignedIn> {
  const kept = parts.credentials.load();
  if (kept !== undefined && kept.userId !== parts.user) {
    throw new AgentFault("logged-out", `The state directory belongs to ${kept.userId}, not to ${parts.user}.`, {
      remedy: "Use a state directory of its own for each user.",
    });
  }
  if (kept?.accessToken === undefined) return logIn(parts, kept?.deviceId ?? newDeviceId());
  const token = kept.accessToken;
  const check = await askWhoWeAre(parts, token);
  if (check === "soft-logout") return logIn(parts, kept.deviceId);
  if (check.device_id !== kept.deviceId || check.user_id !== kept.userId) {
    throw new AgentFault("logged-out", "The stored token belongs to another login than the key store.");
  }
  return { ...kept, accessToken: token };
}

/** A hard logout took the device with its keys away: throws. A soft one only ended the token (Matrix spec, soft logout). */
async function askWhoWeAre(
  parts: SignInParts,
  accessToken: string,
): Promise<{ user_id: string; device_id?: string } | "soft-logout"> {
  const client = open(parts, accessToken);
  try {
    return await waitForHomeserver(() => client.whoami(), parts);
  } catch (error) {
    const { errcode, data } = error as Partial<MatrixError>;
    if (errcode !== "M_UNKNOWN_TOKEN") throw new AgentFault("homeserver-refused", reasonOf(error), { cause: error });
    if (parts.isRefused()) throw new AgentFault("login-ended", undefined, { cause: error });
    if (data?.soft_logout === true && parts.readPassword() !== undefined) return "soft-logout";
    throw new AgentFault("logged-out", undefined, { cause: error });
  }
}

async function logIn(parts: SignInParts, deviceId: string): Promise<SignedIn> {
  const password = parts.readPassword();
  if (password === undefined) throw new AgentFault("no-credentials");
  // The device is chosen and kept before the homeserver hears of it: a crash in between leaves no second one behind.
  parts.credentials.save({ userId: parts.user, deviceId, accessToken: undefined });
  const client = open(parts, undefined);
  const request = {
    type: "m.login.password",
    identifier: { type: "m.id.user", user: parts.user },
    password,
    device_id: deviceId,
    initial_device_display_name: parts.deviceName,
  };
  try {
    const answer = await waitForHomeserver(() => client.loginRequest(request), parts);
    const signedIn = { userId: parts.user, deviceId, accessToken: answer.access_token };
    if (answer.user_id !== parts.user) {
      throw new AgentFault(
        "homeserver-refused",
        `The homeserver logged in ${answer.user_id} instead of ${parts.user}.`,
      );
    }
    parts.credentials.save(signedIn);
    return signedIn;
  } catch (error) {
    if (error instanceof AgentFault) throw error;
    const { errcode } = error as Partial<MatrixError>;
    if (errcode === "M_FORBIDDEN") throw new AgentFault("wrong-password");
    throw new AgentFault("homeserver-refused", reasonOf(error), { cause: error });
  }
}

function open(parts: SignInParts, accessToken: string | undefined) {
  const { library, homeserver, fetch } = parts;
  return library.sdk.createClient({
    baseUrl: homeserver,
    logger: library.logger,
    fetchFn: fetch,
    localTimeoutMs: 30_000,
    ...(accessToken === undefined ? {} : { accessToken }),
  });
}
