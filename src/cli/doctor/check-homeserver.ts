import { type Finding, findingsOf } from "./finding.ts";

const { ok, warn, fail } = findingsOf("homeserver");

const timeoutMs = 10_000;
/** ms of difference that matter: commands are good for about that long. */
const mostSkewMs = 60_000;

/** Asks for /versions (Matrix spec, client-server API): reachable, how fast, and whether both clocks agree. */
export async function checkHomeserver(url: string, now: () => number): Promise<readonly Finding[]> {
  const begin = performance.now();
  let answer: Response;
  let versions: readonly string[];
  try {
    answer = await fetch(new URL("/_matrix/client/versions", url), { signal: AbortSignal.timeout(timeoutMs) });
    versions = versionsOf(await answer.json());
  } catch (error) {
    return [explain(url, error)];
  }
  const ms = Math.round(performance.now() - begin);
  if (!answer.ok || versions.length === 0) {
    return [fail(`${url} answers ${answer.status}, not as a Matrix homeserver`, "check matrix.homeserver")];
  }
  const reached = ok(`${url} answers in ${ms} ms and speaks up to ${versions.at(-1)}`);
  const skew = now() - Date.parse(answer.headers.get("date") ?? "");
  if (!(Math.abs(skew) > mostSkewMs)) return [reached];
  const seconds = Math.round(Math.abs(skew) / 1000);
  return [
    reached,
    warn(`its clock and ours are ${seconds} s apart, so commands may count as expired`, "set the clock that is wrong"),
  ];
}

function versionsOf(body: unknown): readonly string[] {
  const versions = typeof body === "object" && body !== null && "versions" in body ? body.versions : undefined;
  return Array.isArray(versions) ? versions.filter((version) => typeof version === "string") : [];
}

function explain(url: string, error: unknown): Finding {
  const code = codeOf(error);
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME/.test(code)) {
    const remedy = "name the authority that signed it in matrix.ca_file, and check the name in matrix.homeserver";
    return fail(`the certificate of ${url} is not trusted (${code})`, remedy);
  }
  switch (code) {
    case "ECONNREFUSED":
      return fail(`nothing listens at ${url}`, "start the homeserver, or check the port in matrix.homeserver");
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return fail(`the name in ${url} is unknown here`, "check matrix.homeserver and the DNS of this machine");
    case "TimeoutError":
      return fail(`${url} gave no answer in ${timeoutMs / 1000} s`, "check the network and the homeserver");
    case "SyntaxError":
      return fail(`${url} does not answer as a Matrix homeserver`, "check matrix.homeserver");
    default:
      return fail(`${url} cannot be reached (${code})`, "check the network and matrix.homeserver");
  }
}

/** The innermost code or name: fetch wraps what the socket said. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return codeOf(error.cause);
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
