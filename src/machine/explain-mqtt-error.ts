export type Loss = readonly [reason: string, fault?: "connection-refused"];

/** Codes of CONNACK that say something about the login (MQTT 3.1.1, section 3.2.2.3; from 128 on MQTT 5, section 3.2.2.2). */
const refusals: Readonly<Record<number, string>> = {
  1: "refuses this version of MQTT",
  2: "does not like the client_id",
  4: "refuses the username or password",
  5: "does not allow this login",
  132: "refuses this version of MQTT",
  133: "does not like the client_id",
  134: "refuses the username or password",
  135: "does not allow this login",
  138: "does not allow this login",
};

/** Reason of a DISCONNECT: somebody else came with the same client id (MQTT 5, section 3.14.2.1). */
export const takenOver = 142;

/** Whether the broker says that it does not speak the version of MQTT it was met with. */
export function isOtherVersion({ code }: Error & { readonly code?: unknown }): boolean {
  return code === 1 || code === 132;
}

/** One sentence for what mqtt.js or the system says, and whether it is the login that is wrong. */
export function explainMqttError(error: Error & { readonly code?: unknown }, url: string): Loss {
  const { code } = error;
  if (typeof code === "number") {
    const refusal = refusals[code];
    if (refusal !== undefined) return [`the broker at ${url} ${refusal}`, "connection-refused"];
    return [`the broker at ${url} says that it is not available (${error.message})`];
  }
  if (typeof code === "string" && /ALERT.*(CERT|UNKNOWN_CA|ACCESS_DENIED)/.test(code)) {
    const which = "check `cert_file` and `key_file`";
    return [
      `the broker at ${url} refuses the agent's certificate, or misses one; ${which} (${error.message})`,
      "connection-refused",
    ];
  }
  return [`${sentence(typeof code === "string" ? code : "", url)} (${error.message})`];
}

function sentence(code: string, url: string): string {
  switch (code) {
    case "ECONNREFUSED":
      return `nothing listens at ${url}`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `the name in ${url} is unknown here`;
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "ETIMEDOUT":
      return `there is no way to ${url}`;
    default:
      if (/CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME/.test(code)) {
        return `the certificate of ${url} is not trusted; check \`ca_file\` and the name in \`url\``;
      }
      return `the connection to ${url} failed`;
  }
}
