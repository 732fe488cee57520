import { plainObject } from "../core/plain-object.ts";

export type OAuthAnswer =
  | { readonly kind: "granted"; readonly body: Readonly<Record<string, unknown>> }
  /** `error`: the word of RFC 6749, 5.2, or RFC 8628, 3.5. */
  | { readonly kind: "refused"; readonly error: string; readonly detail: string }
  /** Nothing that says yes or no: the same may be asked again. */
  | { readonly kind: "unanswered"; readonly detail: string };

const timeoutMs = 30_000;
/** Characters of what the other side wrote that a person is shown. */
const longestDetail = 200;

/** POST of a form (RFC 6749, appendix B) or of JSON (RFC 7591) to an endpoint of the authorization server. Never rejects. */
export async function oauthRequest(
  endpoint: string,
  body: URLSearchParams | object,
  fetch: typeof globalThis.fetch,
): Promise<OAuthAnswer> {
  const isForm = body instanceof URLSearchParams;
  try {
    const answer = await fetch(endpoint, {
      method: "POST",
      headers: {
        accept: "application/json",
        "content-type": isForm ? "application/x-www-form-urlencoded" : "application/json",
      },
      body: isForm ? body.toString() : JSON.stringify(body),
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await answer.text();
    if (answer.ok) return { kind: "granted", body: text === "" ? {} : plainObject(JSON.parse(text)) };
    return refusal(answer.status, text);
  } catch (error) {
    return { kind: "unanswered", detail: error instanceof Error ? error.message : "no answer" };
  }
}

/** A proxy before it answers in other words than it would: those say nothing. */
function refusal(status: number, text: string): OAuthAnswer {
  const { error, error_description: description } = plainObject(text.startsWith("{") ? JSON.parse(text) : undefined);
  if (typeof error !== "string" || status < 400 || status >= 500 || status === 429) {
    return { kind: "unanswered", detail: `it answered ${status}` };
  }
  const more = typeof description === "string" ? `: ${description}` : "";
  return { kind: "refused", error, detail: `${error}${more}`.slice(0, longestDetail) };
}
