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
  "login-ended": {
    exit: 77,
    meaning: "A login by link cannot be renewed any more: it was ended at the homeserver, or lay idle for too long.",
    remedy:
      "`roomwire setup --again` logs in anew by a link; the agent's device and keys stay where the homeserver kept them.",
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
