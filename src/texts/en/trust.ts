/** What is said about who is who. `key` is a master key, `users` a list of user ids. */
export const trust = {
  paired: (user: string, key: string) => `Paired: I know ${user} by the key ${key} from now on.`,
  alreadyPaired: "I know you already.",
  firstUse: (user: string, key: string) =>
    `First use: I know ${user} by the key ${key} from now on. Nobody has proved that it is theirs.`,
  joined: (users: string, more: number) =>
    `Not listed, but in the room: ${users}${more === 0 ? "" : ` and ${more} more`}. Whoever is in it can read what I send from now on.`,
  status: {
    notPinned: (users: string) => `No key is pinned for ${users}: not obeyed.`,
    firstUse: (users: string) => `Not verified, pinned at first use: ${users}.`,
    identityChanged: (users: string) => `Another identity than the pinned one, not obeyed: ${users}.`,
    unlisted: (users: string) => `In the room without being listed: ${users}.`,
    silencing: (users: string) => `Nothing is sent while they are in the room: ${users}.`,
    ownReplaced: "My own identity was replaced: see to me at the machine.",
  },
};
