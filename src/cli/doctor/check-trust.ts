import { statSync } from "node:fs";
import { join } from "node:path";
import type { Configuration } from "../../config/configuration.ts";
import { faultCodes } from "../../core/fault-codes.ts";
import { plainObject } from "../../core/plain-object.ts";
import type { PeopleJson, PersonJson } from "../../wiring/people/person-json.ts";
import { type Finding, findingsOf } from "./finding.ts";
import type { HomeserverSession } from "./homeserver-session.ts";

const { ok, warn, fail } = findingsOf("trust");

/** Who trusts the agent and whom it trusts. Signatures are looked for, not verified: that is the crypto library's. */
export async function checkTrust(
  { matrix, stateDirectory }: Configuration,
  session: HomeserverSession | undefined,
  { agent, people }: PeopleJson,
): Promise<readonly Finding[]> {
  if (session === undefined) {
    return [checkFirstLogin(matrix.passwordFile), ...people.flatMap((one) => checkPerson(one, {}))];
  }
  const users = [session.userId, ...people.map(({ user }) => user)];
  const question = { device_keys: Object.fromEntries(users.map((user) => [user, []])) };
  const { status, body: answer } = await session.ask("/keys/query", question);
  const body = plainObject(answer);
  const recovery = checkRecoveryKey(join(stateDirectory, "recovery-key"));
  const own = checkOwnIdentity(agent, body);
  const login = own.length > 0 ? own : [checkLogin(session, status, body)];
  return [...login, recovery, ...people.flatMap((one) => checkPerson(one, body))];
}

/** The identity that the agent was made with, against the one that is served. */
function checkOwnIdentity({ user, master_key: kept }: PeopleJson["agent"], answer: object): readonly Finding[] {
  const served = masterKeyOf(answer, user);
  if (kept === null || served === undefined || served === kept) return [];
  const text = `the identity of ${user} was replaced: ${served} is served instead of ${kept}; nothing can be sent`;
  return [fail(text, faultCodes["own-identity"].remedy)];
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

function checkLogin({ userId, deviceId, isRenewed }: HomeserverSession, status: number, body: object): Finding {
  const me = `${userId}, device ${deviceId}`;
  if (status === 401 && isRenewed) {
    return warn(`the token of ${me} has run out`, "start the agent: it renews the login, or ends with login-ended");
  }
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

function checkPerson({ user, role, pinned, way, standing }: PersonJson, answer: object): readonly Finding[] {
  const served = masterKeyOf(answer, user);
  if (pinned === null) {
    // A reader commands nothing, so their key matters under `audience: pinned` only, where the room tells.
    if (role === "reader") return [];
    const key = served === undefined ? "" : ` (the homeserver says ${served}; compare it with ${user}'s client)`;
    return [
      warn(
        `${user} is not pinned, no command is taken`,
        `\`roomwire operators verify ${user}\`, \`roomwire operators pair\`, or set master_key of that operator${key}`,
      ),
    ];
  }
  if ((served ?? pinned) !== pinned) {
    return [
      fail(
        `${user} has another master key than the pinned one, so no command is taken`,
        way === "configuration"
          ? "ask that person whether they reset their identity; if so, set the new master_key"
          : `ask that person whether they reset their identity; if so, \`roomwire operators verify ${user}\``,
      ),
    ];
  }
  if (standing !== "first-use") return [ok(`${user} is pinned by ${way === "configuration" ? "master_key" : way}`)];
  const remedy = `\`roomwire operators verify ${user}\`, or compare ${pinned} with ${user}'s client`;
  return [warn(`${user} is not verified: the key was pinned at first use`, remedy)];
}

function masterKeyOf(answer: object, user: string): string | undefined {
  const [served] = Object.values(keysOf(answer, "master_keys", user));
  return typeof served === "string" ? served : undefined;
}

function keysOf(answer: object, kind: "master_keys" | "self_signing_keys", user: string): object {
  return at(answer, kind, user, "keys");
}

function at(data: object, ...names: readonly string[]): object {
  return names.reduce<object>((inner, name) => plainObject(Reflect.get(inner, name)), data);
}
