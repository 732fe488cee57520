/**
 * Faults that are counted and told but never stop the agent, and failures that end the process.
 * docs/faults.md is checked against both tables.
 */
export const faultCodes = {
  "connection-down": {
    meaning: "The bus or broker cannot be reached.",
    remedy: "Check cable, power, path or address; the agent keeps trying.",
  },
  "connection-refused": {
    meaning: "The broker refused the login.",
    remedy: "Check username and password_file of the connection, or cert_file and key_file.",
  },
  "bad-json": { meaning: "A payload that should be JSON is not.", remedy: "Check the topic and `path`." },
  "no-such-path": { meaning: "The JSON has nothing at `path`.", remedy: "Check `path` against a real payload." },
  "no-match": {
    meaning: "A line or frame does not fit `match`, or has no such column, code or offset.",
    remedy: "Check it with a real line or frame.",
  },
  "not-a-value": {
    meaning: "What arrived is not of the property's type.",
    remedy: "Check `type`, `path` and `values`.",
  },
  "unmapped-value": { meaning: "What arrived is not in `values`.", remedy: "Add it to `values`." },
  "too-long": {
    meaning: "A line or payload is longer than allowed.",
    remedy: "Check baud_rate and frame, or what writes there.",
  },
  "bad-checksum": {
    meaning: "A frame came damaged: its checksum is wrong.",
    remedy: "Check cable, ground and termination, baud_rate and parity, and `check` of the connection.",
  },
  "no-answer": {
    meaning: "What was asked did not answer in time.",
    remedy: "Check power, wiring (A and B, RX and TX) and `request`, or raise `timeout`.",
  },
  "line-busy": {
    meaning: "Somebody else has the GPIO line: another program, the kernel, or another binding with other settings.",
    remedy: "`roomwire doctor` names who; end that program, or choose another line.",
  },
  "no-such-line": {
    meaning: "No GPIO line has this name or number, or several have.",
    remedy: "`roomwire doctor` lists chips and lines; check `line`, `pin` and the connection's `chip`.",
  },
  "line-refused": {
    meaning: "The kernel does not give the GPIO line as it is wanted.",
    remedy: "Check `pull`, `debounce` and whether the chip has interrupts; see the detail.",
  },
  "edges-lost": {
    meaning: "More edges came than could be taken; the kernel dropped some, and said how many.",
    remedy: "Set `debounce`, or a slower source; the level was read anew and is right.",
  },
  "out-of-bounds": {
    meaning: "The value lies outside minimum and maximum.",
    remedy: "Check the sensor, or widen the bounds.",
  },
  "source-unavailable": {
    meaning: "The source says that it is not there.",
    remedy: "Check the device's power and link.",
  },
  "source-fault": { meaning: "The source reports a fault of its own.", remedy: "Check the device." },
  "write-failed": { meaning: "The hardware did not take a value.", remedy: "Check the connection." },
  "no-power": {
    meaning: "The agent may not write state in the room.",
    remedy: "Give it power level 50, or make the room anew with `roomwire run`.",
  },
  "not-in-room": { meaning: "The agent is not joined to its room.", remedy: "Invite it as a listed operator." },
  "not-encrypted": {
    meaning: "The room is not encrypted, so nothing is sent to it.",
    remedy: "Turn on encryption in the room, or say `encryption: off`.",
  },
  audience: {
    meaning: "Somebody who may not hear what is sent is in the room, so nothing is sent to it (`audience: pinned`).",
    remedy: "List them and pin their key, or remove them from the room; it goes on by itself.",
  },
  "own-identity": {
    meaning: "The agent's own identity at the homeserver is not the one it was made with, so it can send nothing.",
    remedy:
      "Somebody may have the account: change its password. If you did it, `roomwire operators pin AGENT KEY` with the new key, its recovery key in the state directory, and a restart.",
  },
  "event-rejected": {
    meaning: "The homeserver refused an event for good.",
    remedy: "See the detail; the event was dropped and counted.",
  },
  "link-lost": {
    meaning: "No sync with the homeserver for a while.",
    remedy: "Check the network and the homeserver; the agent keeps trying.",
  },
  "unsigned-session": {
    meaning: "A listed operator wrote from a session that is not signed.",
    remedy: "Verify that session in its client.",
  },
  "log-unwritable": {
    meaning: "Readings cannot be written to the disk; they wait in memory.",
    remedy: "Free space on the disk, check the card; it is tried again every few seconds.",
  },
  "disk-full": {
    meaning: "The disk is full. Commands go on in room that was kept for them; readings wait in memory.",
    remedy: "Free space on the disk; it goes on by itself within 10 s.",
  },
  "store-unwritable": {
    meaning:
      "The disk takes nothing. Hardware, limits and readings (in memory) go on; outputs are safe, and the room is left, until it does.",
    remedy: "Check the card and how it is mounted; it is tried every 5 s, and goes on by itself.",
  },
  "log-damaged": {
    meaning: "Readings on the disk are not what was written; they were put aside and counted.",
    remedy: "Check the card. What was put aside lies in the state directory, for looking only.",
  },
  "log-full": {
    meaning: "There is no room for more readings, so the oldest are given up and told as lost.",
    remedy: "Bring the homeserver back, or raise `storage.keep`.",
  },
} as const satisfies Record<string, { meaning: string; remedy: string }>;

export type FaultCode = keyof typeof faultCodes;

/** Why a process ends: sysexits-like exit codes, each with one sentence and one remedy. */
export const fatalCodes = {
  "bad-usage": { exit: 2, meaning: "The command line is wrong.", remedy: "See `roomwire --help`." },
  "bad-configuration": {
    exit: 78,
    meaning: "The configuration has problems.",
    remedy: "Mend each; `roomwire check` shows them.",
  },
  "state-directory": {
    exit: 73,
    meaning: "The state directory cannot be used.",
    remedy: "Make it writable for the agent's user only (0700).",
  },
  "store-locked": {
    exit: 75,
    meaning: "Another process uses the state directory.",
    remedy: "Stop the other agent first.",
  },
  "store-newer": {
    exit: 76,
    meaning: "A store was written by a newer Roomwire.",
    remedy: "Install that version or newer.",
  },
  "store-corrupt": {
    exit: 74,
    meaning: "A store cannot be read.",
    remedy: "Move the named file away; a lost key store means a new login.",
  },
  "store-restored": {
    exit: 79,
    meaning: "The state directory is an old copy.",
    remedy: "Its keys must not be used again: empty the state directory, log in anew, and delete the old device.",
  },
  "store-unwritable": {
    exit: 74,
    meaning: "A store could not be written: at the start, or by an agent whose disk was put back as another one.",
    remedy: "Free space on the disk, check the card.",
  },
  "wrong-store-key": {
    exit: 74,
    meaning: "The key store does not open with this key.",
    remedy:
      "Put back the key file that belongs to it; without it, an empty key store is a new device to be verified again.",
  },
  "wrong-password": {
    exit: 77,
    meaning: "The homeserver refused the login.",
    remedy: "Check matrix.user and password_file.",
  },
  "no-credentials": {
    exit: 77,
    meaning: "There is no stored token and no password file.",
    remedy: "Set matrix.password_file for the first start.",
  },
  "logged-out": {
    exit: 77,
    meaning: "The device was logged out or its token revoked.",
    remedy: "Start with a password file and an empty key store: that is a new device, to be verified again.",
  },
  "soft-logout": {
    exit: 75,
    meaning: "The homeserver ended the token, but kept the device.",
    remedy: "The next start logs in again as the same device; it needs matrix.password_file for that.",
  },
  "homeserver-refused": {
    exit: 69,
    meaning: "The homeserver refuses a request that the agent cannot do without.",
    remedy: "See the detail.",
  },
  "room-missing": {
    exit: 69,
    meaning: "A configured room does not exist or cannot be joined.",
    remedy: "Invite the agent from a listed operator, or leave room and data_room out.",
  },
  "room-not-encrypted": {
    exit: 78,
    meaning: "The room is not encrypted.",
    remedy: "Turn on encryption in it, or say `encryption: off`.",
  },
  "port-in-use": { exit: 69, meaning: "A port is taken.", remedy: "Stop the program that holds it." },
  "agent-out-of-reach": {
    exit: 69,
    meaning: "The running agent cannot be asked.",
    remedy: "Use sudo or join its group (roomwire); `systemctl status roomwire` says whether it runs.",
  },
  "agent-refused": {
    exit: 1,
    meaning: "The running agent did not do what it was asked.",
    remedy: "See the detail.",
  },
  wiped: {
    exit: 77,
    meaning: "The state directory was wiped, as it was asked to.",
    remedy: "Nothing is left to start from: the next start logs in as a new device.",
  },
  internal: { exit: 70, meaning: "A fault of Roomwire itself.", remedy: "Please report it with the log." },
} as const satisfies Record<string, { exit: number; meaning: string; remedy: string }>;

export type FatalCode = keyof typeof fatalCodes;
