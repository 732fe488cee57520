import { asUserId, type UserId } from "../../core/ids.ts";
import { type Homeserver, matrixRequest } from "./matrix-request.ts";

/** One Matrix device of one user. */
export interface Login {
  readonly userId: UserId;
  readonly deviceId: string;
  readonly accessToken: string;
}

/** Makes an account; its first device comes with it, which the homeserver's limit of logins does not count. */
export async function makeLoginOfNewAccount(homeserver: Homeserver, name: string, password: string): Promise<Login> {
  const auth = { type: "m.login.dummy" };
  return loginOf(await matrixRequest(homeserver, "POST", "/register", { username: name, password, auth }));
}

/** Another device of an account. */
export async function makeLogin(homeserver: Homeserver, user: UserId, password: string): Promise<Login> {
  const identifier = { type: "m.id.user", user };
  return loginOf(await matrixRequest(homeserver, "POST", "/login", { type: "m.login.password", identifier, password }));
}

function loginOf(answer: Readonly<Record<string, unknown>>): Login {
  return {
    userId: asUserId(String(answer.user_id)),
    deviceId: String(answer.device_id),
    accessToken: String(answer.access_token),
  };
}
