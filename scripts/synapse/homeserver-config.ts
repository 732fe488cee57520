import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** `default`: what an untouched Synapse enforces (0.2 events/s, burst 10; 5 logins per address). `relaxed`: no limits. */
export type Profile = "default" | "relaxed";

const free = { per_second: 10_000, burst_count: 10_000 };

const noLimits = {
  rc_message: free,
  rc_registration: free,
  rc_registration_token_validity: free,
  rc_login: { address: free, account: free, failed_attempts: free },
  rc_admin_redaction: free,
  rc_joins: { local: free, remote: free },
  rc_joins_per_room: free,
  rc_invites: { per_room: free, per_user: free, per_issuer: free },
  rc_key_requests: free,
  rc_3pid_validation: free,
  rc_presence: { per_user: free },
  rc_delayed_event_mgmt: free,
  rc_room_creation: free,
  rc_reports: free,
  rc_user_directory: free,
};

/** Who says which access tokens are good in Synapse's place: an OAuth 2.0 authorization server that keeps its accounts. */
export interface Issuer {
  readonly url: string;
  readonly secret: string;
}

/** Writes what Synapse reads at start (JSON is YAML too); secrets of an earlier start in the same directory stay. */
export function homeserverConfig(
  directory: string,
  port: number,
  profile: Profile,
  issuer?: Issuer,
): { file: string; secret: string } {
  mkdirSync(join(directory, "media"), { recursive: true, mode: 0o700 });
  keep(join(directory, "signing.key"), () => `ed25519 a_1 ${randomBytes(32).toString("base64").replace(/=+$/, "")}\n`);
  const secret = keep(join(directory, "registration_secret"), token);
  const macaroon = keep(join(directory, "macaroon_secret"), token);
  const log = join(directory, "log.yaml");
  writeFileSync(log, JSON.stringify(logConfig(join(directory, "synapse.log"))));
  const file = join(directory, "homeserver.yaml");
  const settings = {
    server_name: "localhost",
    public_baseurl: `http://127.0.0.1:${port}/`,
    listeners: [
      {
        port,
        bind_addresses: ["127.0.0.1"],
        type: "http",
        tls: false,
        resources: [{ names: ["client"], compress: false }],
      },
    ],
    database: { name: "sqlite3", args: { database: join(directory, "homeserver.db") } },
    log_config: log,
    media_store_path: join(directory, "media"),
    signing_key_path: join(directory, "signing.key"),
    registration_shared_secret: secret,
    macaroon_secret_key: macaroon,
    form_secret: macaroon,
    report_stats: false,
    enable_registration: issuer === undefined,
    enable_registration_without_verification: true,
    bcrypt_rounds: 4,
    trusted_key_servers: [],
    federation_domain_whitelist: [],
    presence: { enabled: false },
    url_preview_enabled: false,
    max_event_delay_duration: "24h",
    ...(profile === "relaxed" ? noLimits : {}),
    ...(issuer === undefined ? {} : delegated(issuer)),
  };
  writeFileSync(file, JSON.stringify(settings, null, 2), { mode: 0o600 });
  return { file, secret };
}

function delegated({ url, secret }: Issuer): object {
  return {
    matrix_authentication_service: { enabled: true, endpoint: url, secret },
    password_config: { enabled: false },
  };
}

function logConfig(filename: string): object {
  return {
    version: 1,
    formatters: { line: { format: "%(asctime)s %(levelname)s %(name)s %(message)s" } },
    handlers: { file: { class: "logging.FileHandler", filename, formatter: "line" } },
    root: { level: process.env.SYNAPSE_LOG_LEVEL ?? "WARNING", handlers: ["file"] },
    disable_existing_loggers: false,
  };
}

const token = (): string => randomBytes(24).toString("base64url");

function keep(file: string, make: () => string): string {
  if (!existsSync(file)) writeFileSync(file, make(), { mode: 0o600 });
  return readFileSync(file, "utf8");
}
