import type { Objection } from "../config/driver-schemas.ts";
import { parseDuration } from "../core/duration.ts";
import { compilePattern } from "../core/pattern.ts";
import type { DriverParts } from "./define-driver.ts";
import type { mqttSchemas } from "./mqtt-schemas.ts";

type Schemas = typeof mqttSchemas;

/** ms that a session can last: four bytes of seconds, of which the last value means for ever (MQTT 5, section 3.1.2.11.2). */
const longestSession = 0xffff_fffe * 1000;

/** What no schema can say of a broker. */
export const mqttObjections: NonNullable<
  DriverParts<Schemas["connection"], Schemas["from"], Schemas["to"]>["objections"]
> = {
  connection: ({ url, ca_file, cert_file, key_file, version, session_expiry: session }) => [
    ...(cert_file !== undefined && key_file === undefined ? [objection("cert_file", "needs `key_file`")] : []),
    ...(key_file !== undefined && cert_file === undefined ? [objection("key_file", "needs `cert_file`")] : []),
    ...(ca_file !== undefined && !url.startsWith("mqtts:") ? [objection("ca_file", needsTls)] : []),
    ...(cert_file !== undefined && !url.startsWith("mqtts:") ? [objection("cert_file", needsTls)] : []),
    ...seconds("session_expiry", session, longestSession),
    ...(session !== undefined && version === "3.1.1" ? [objection("session_expiry", needsFive)] : []),
  ],
  from: ({ request_topic: topic, request, poll }) => [
    ...(topic === undefined && request !== undefined ? [objection("request", "needs `request_topic`")] : []),
    ...(topic === undefined && poll !== undefined ? [objection("poll", "needs `request_topic`")] : []),
    ...seconds("poll", poll),
  ],
  to: ({ expiry, response_topic: answers, response_match: match, within }, connection) => [
    ...(answers === undefined && match !== undefined ? [objection("response_match", "needs `response_topic`")] : []),
    ...(answers === undefined && within !== undefined ? [objection("within", "needs `response_topic`")] : []),
    ...(answers !== undefined && connection?.version === "3.1.1" ? [objection("response_topic", needsFive)] : []),
    ...pattern("response_match", match),
    ...seconds("expiry", expiry),
    ...(expiry !== undefined && connection?.version === "3.1.1" ? [objection("expiry", needsFive)] : []),
  ],
};

const needsTls = "is for an encrypted connection; write `mqtts://` in `url`";
const needsFive = "needs MQTT 5, and `version` of the connection says otherwise";

const objection = (key: string, message: string): Objection => ({ keys: [key], message });

function pattern(key: string, text: string | undefined): readonly Objection[] {
  const compiled = text === undefined ? undefined : compilePattern(text);
  return compiled === undefined || compiled.ok ? [] : [objection(key, compiled.problem)];
}

function seconds(key: string, text: string | undefined, longest = Number.POSITIVE_INFINITY): readonly Objection[] {
  if (text === undefined) return [];
  const ms = parseDuration(text);
  if (ms === undefined || ms > longest) return [objection(key, "is too long")];
  return ms < 1000 ? [objection(key, "should be at least 1s")] : [];
}
