/** What the flags of `roomwire setup` say; whatever is missing is asked, where there is somebody to ask. */
export interface SetupOptions {
  /** The configuration file, which must not be there yet. */
  readonly config: string;
  readonly homeserver: string | undefined;
  readonly user: string | undefined;
  readonly passwordFile: string | undefined;
  readonly tokenFile: string | undefined;
  /** `@ana:example.org`, or `@ana:example.org=MASTER-KEY`. */
  readonly operators: readonly string[];
  /** Id or alias of rooms that are there already. */
  readonly room: string | undefined;
  readonly dataRoom: string | undefined;
  /** How the agent, its device and its rooms are called. */
  readonly name: string | undefined;
  readonly stateDirectory: string | undefined;
  /** A link to log in by is shown as a QR code as well. */
  readonly qr: boolean;
  /** Logs in anew by a link for the configuration that is there, and does nothing else. */
  readonly again: boolean;
  /** Nothing is asked. */
  readonly yes: boolean;
  /** Starts the systemd unit without being asked. */
  readonly service: boolean;
}
