import { setTimeout as wait } from "node:timers/promises";

/** Makes an account without logging it in; waits where the server limits registrations. Resolves to the user id. */
export async function registerUser(url: string, name: string, password: string): Promise<string> {
  const body = JSON.stringify({
    username: name,
    password,
    inhibit_login: true,
    auth: { type: "m.login.dummy" },
  });
  for (;;) {
    const answer = await fetch(`${url}/_matrix/client/v3/register`, { method: "POST", body });
    const said: unknown = await answer.json();
    if (answer.ok && hasText(said, "user_id")) return said.user_id;
    if (answer.status !== 429) {
      throw new Error(`${url} made no account ${name}: ${hasText(said, "error") ? said.error : answer.status}`);
    }
    await wait(Number(answer.headers.get("retry-after") ?? 1) * 1000);
  }
}

function hasText<Key extends string>(value: unknown, key: Key): value is Record<Key, string> {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, key) === "string";
}
