import { statSync } from "node:fs";
import { join } from "node:path";
import type { Configuration, Operator } from "../../config/configuration.ts";
import { plainObject } from "../../core/plain-object.ts";
import { type Finding, findingsOf } from "./finding.ts";
import type { HomeserverSession } from "./homeserver-session.ts";

const { ok, warn, fail } = findingsOf("trust");

/** Who trusts the agent and whom it trusts. Signatures are looked for, not verified: that is the crypto library's. */
export async function checkTrust(
  { matrix, operators, stateDirectory }: Configuration,
  session: HomeserverSession | undefined,
): Promise<readonly Finding[]> {
  if (session === undefined)
    return [checkFirstLogin(matrix.passwordFile), ...operators.map((one) => checkPin(one, {}))];
  const users = [session.userId, ...operators.map(({ user }) => user)];
  const question = { device_keys: Object.fromEntries(users.map((user) => [user, []])) };
  const { status, body: answer } = await session.ask("/keys/query", question);
  const body = plainObject(answer);
  const recovery = checkRecoveryKey(join(stateDirectory, "recovery-key"));
  return [checkLogin(session, status, body), recovery, ...operators.map((one) => checkPin(one, body))];
}

function checkFirstLogin(passwordFile: string | undefined): Finding {
  if (passwordFile === undefined) {
    return fail("there is no login yet and no password file", "set matrix.password_file for the first start");
  }
  if (statSync(passwordFile, { throwIfNoEntry: false })?.isFile()) {
    return ok("no login yet; the first start logs in, signs its device and keeps a recovery key");
  }
  return fail(`there is no login yet and no file ${passwordFile}`, "put the account's password into it, mode 0600");
}

function checkLogin({ userId, deviceId }: HomeserverSession, status: number, body: object): Finding {
  const me = `${userId}, device ${deviceId}`;
  if (status === 401) {
    return fail(`the login of ${me} has ended`, "empty the key store and start with a password file: a new device");
  }
  if (status !== 200) {
    return warn(`the homeserver was not heard about ${me} (status ${status})`, "mend the homeserver line first");
  }
  const signing = Object.keys(keysOf(body, "self_signing_keys", userId))[0];
  const signatures = at(body, "device_keys", userId, deviceId, "signatures", userId);
  if (signing !== undefined && signing in signatures) return ok(`${me} is signed by its user`);
  return fail(`${me} is not signed, so nobody reads it`, "restart the agent with its recovery-key file in place");
}

function checkRecoveryKey(file: string): Finding {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) {
    return warn(
      `${file} is not there`,
      "put the account's recovery key there, mode 0600, for the day the device is lost",
    );
  }
  if ((stat.mode & 0o077) === 0) return ok("the recovery key is kept, for this user only");
  return fail(`others may read ${file}`, `\`chmod 600 ${file}\``);
}

function checkPin({ user, masterKey }: Operator, answer: object): Finding {
  const served = Object.values(keysOf(answer, "master_keys", user))[0];
  if (masterKey === undefined) {
    const key = typeof served === "string" ? ` (the homeserver says ${served}; compare it with ${user}'s client)` : "";
    return warn(`${user} is not pinned, no command is taken`, `set master_key of that operator${key}`);
  }
  if (typeof served !== "string" || served === masterKey) return ok(`${user} is pinned by master_key`);
  return fail(
    `${user} has another master key than the pinned one, so no command is taken`,
    "ask that person whether they reset their identity; if so, set the new master_key",
  );
}

function keysOf(answer: object, kind: "master_keys" | "self_signing_keys", user: string): object {
  return at(answer, kind, user, "keys");
}

function at(data: object, ...names: readonly string[]): object {
  return names.reduce<object>((inner, name) => plainObject(Reflect.get(inner, name)), data);
}
