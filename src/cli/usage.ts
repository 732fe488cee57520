import { suggestKey } from "../config/suggest-key.ts";

/** What `roomwire --help` prints. */
export const usage = `Roomwire: sensors into end-to-end encrypted Matrix rooms, validated commands back to the hardware.

usage: roomwire [COMMAND] [--config FILE]

To begin with:
  setup      asks for an account and who may command, logs in, makes the rooms, writes the configuration, has operators'
             keys pinned, offers the service. Without questions (--yes): --user --operator --password-file, and
             --operator @ana:server=MASTER-KEY  pins at once; may come several times
             --token-file FILE  a fresh access token in place of the password
             --no-qr            no QR code beside a link to log in by
             --again            only a new login by a link, for an agent whose login was ended
             --room ID --data-room ID  rooms that are there, to which an operator invited the agent; default: new ones
             --name TEXT  --state-directory DIR  --service  starts the systemd unit

On the device (the configuration is /etc/roomwire/roomwire.yaml unless --config says otherwise):
  run        the agent, until SIGTERM (default)
  check      every problem of the configuration with its place; touches nothing
  try [THING[/NAME]]   what the hardware says and what comes of it, as it comes: raw, value, quality, why it is not
             recorded; without Matrix, and no output is opened
  doctor     what works and what does not, each with its remedy
  status     how the running agent is: what waits to be sent, how long there is room for it, what was given up
  operators  who may do what, whose key is pinned and how; then one of
             show USER | verify [USER [--session ID | --in-room]] | pair | remove USER | pin USER KEY
  discover   which devices are at the brokers, ports and sensors at the machine, and their configuration; changes nothing
             --write         makes things.d/ID.yaml of each that is new      --listen 30s    listens for so long
  reload     the running agent takes its configuration anew: all of it, or nothing
  forget THING   lets go of a Thing that \`adopt\` took in and that is gone, also while the agent runs
  safe       sets every output to its safe_value and ends
  audit      who did what, and whether its chain of hashes holds; also while the agent runs
             --since 2h      only from then on           --verify         only whether the chain holds
             --head NUM:HASH whether that head, which the room was told, is a part of it
  wipe       logs the device out and erases keys, tokens and data; asks first, unless --yes

The operator's side, from any computer, with a login of its own:
  watch      telemetry, states and results as they come; prints the account's master key, for the agent's configuration
             --since 2h      what was told since then, out of the rooms, and ends; with --csv or --json
  send THING/NAME VALUE [for 10m]   writes a property, perhaps for a time, and waits for the outcome
  send THING/NAME [for 30s]         reads a property; for an action: carries it out
  send all/stop                     sets everything safe until send all/release

  --homeserver URL --user @ana:example.org   which login (watch, send)
  --password-file FILE       first login only; afterwards the stored token
  --no-qr                    first login by a link: no QR code beside it
  --recovery-key-file FILE   signs this login with the account's recovery key
  --state-directory DIR      where that login keeps its keys (default ~/.local/state/roomwire/USER;
                             watch and send at the same time need one each)
  --agent @user:server       only this agent; its invitations are accepted
  --room ID                  the room for commands (send); only what stands there (watch)
  --lease 10m                the same as "for 10m" (send)

  completion bash|zsh|fish   a script for that shell, which completes commands and options

  --json     one JSON object a line
  --verbose  more in the log (standard error)
  --help, --version

Examples:
  roomwire setup --config roomwire.yaml
  roomwire check --config roomwire.yaml
  roomwire try greenhouse/temperature --config roomwire.yaml
  roomwire run --config roomwire.yaml
  roomwire watch --homeserver https://example.org --user @ana:example.org --password-file pw --recovery-key-file key
  roomwire send greenhouse/pump true --homeserver https://example.org --user @ana:example.org

Exit codes: 0 done, 1 not done (problems found, command refused or failed), 2 wrong command line, 3 outcome unknown,
others as docs/faults.md lists them.`;

/** What to say of a word that is no command, with the command that may have been meant. */
export function noSuchCommand(word: string): string {
  const commands = [...usage.matchAll(/^ {2}(?!roomwire)([a-z]+) /gm)].map(([, command = ""]) => command);
  const near = suggestKey(word, commands);
  return `There is no command "${word}"${near === undefined ? "." : `; did you mean ${near}?`}`;
}

/** What to say of what `parseArgs` threw: its first sentence, and the flag that may have been meant. */
export function wrongWords(cause: unknown, flags: readonly string[]): string {
  const said = cause instanceof Error ? cause.message : "The command line is wrong";
  const typed = /^Unknown option '--?([^']+)'/.exec(said)?.[1];
  if (typed === undefined) return `${said.split("\n")[0]?.replace(/\.$/, "")}.`;
  const near = suggestKey(typed, flags);
  return `There is no option --${typed}${near === undefined ? "." : `; did you mean --${near}?`}`;
}
