export type LogOut =
  | { readonly kind: "logged-out" }
  /** The homeserver does not know the token any more. */
  | { readonly kind: "was-logged-out" }
  | { readonly kind: "failed"; readonly reason: string };

const withinMs = 5_000;

/** Ends a login and removes its device at the homeserver (Matrix spec, POST /logout). Never rejects; at most 5 s. */
export async function logOut(homeserver: string, accessToken: string): Promise<LogOut> {
  try {
    const answer = await fetch(new URL("/_matrix/client/v3/logout", homeserver), {
      method: "POST",
      headers: { authorization: `Bearer ${accessToken}` },
      body: "{}",
      signal: AbortSignal.timeout(withinMs),
    });
    if (answer.ok) return { kind: "logged-out" };
    if (answer.status === 401) return { kind: "was-logged-out" };
    return { kind: "failed", reason: `it answered ${answer.status}` };
  } catch {
    return { kind: "failed", reason: "it did not answer" };
  }
}
