/** Which login the operator's side uses, and whom it follows. */
export interface OperatorOptions {
  readonly homeserver: string;
  readonly user: string;
  readonly json: boolean;
  /** Only this agent; its invitations are accepted. */
  readonly agent: string | undefined;
  /** The room for commands, where the agent is in several; for `watch` the only one that is shown. */
  readonly room: string | undefined;
  readonly passwordFile: string | undefined;
  readonly recoveryKeyFile: string | undefined;
  readonly stateDirectory: string | undefined;
  /** Whether a link to log in by comes as a QR code too. */
  readonly qr: boolean;
}
