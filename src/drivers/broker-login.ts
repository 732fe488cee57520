import type { MqttSettings } from "../core/mqtt-broker.ts";
import type { MqttConnection } from "./mqtt-schemas.ts";

/** How to get in at a broker, its files read; without a session, under a client id made up for it. */
export function brokerLogin(settings: MqttConnection, readSecret: (path: string) => string): MqttSettings {
  const { url, version, username, password_file, ca_file, cert_file, key_file } = settings;
  const certificate =
    cert_file === undefined || key_file === undefined
      ? undefined
      : { cert: readSecret(cert_file), key: readSecret(key_file) };
  return {
    url,
    ...(version !== undefined && { version: version === 5 ? "5" : "3.1.1" }),
    ...(username !== undefined && { username }),
    ...(password_file !== undefined && { password: readSecret(password_file) }),
    ...(ca_file !== undefined && { ca: readSecret(ca_file) }),
    ...(certificate && { certificate }),
  };
}
