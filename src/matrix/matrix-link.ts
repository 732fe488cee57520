import type { UploadOutcome } from "../core/attachment.ts";
import type { RoomId, UserId } from "../core/ids.ts";
import { ownKeyFact } from "../core/own-key.ts";
import type { EventOpener, InboxEvent } from "../core/room-ports.ts";
import { unlessAborted } from "../core/unless-aborted.ts";
import { AcceptInvitations } from "./accept-invitations.ts";
import type { EventStanding } from "./event-standing.ts";
import { explainingFetch } from "./explaining-fetch.ts";
import { ensureJoined, invitedBy, invitePeople, type JoinedRooms, joinRooms, pinnedRoom } from "./join-rooms.ts";
import { LastWill } from "./last-will.ts";
import type { LinkParts, LinkSettings } from "./link-parts.ts";
import { type LinkState, LinkWatch } from "./link-watch.ts";
import { loadLibrary } from "./load-library.ts";
import type { NewSpace } from "./make-space.ts";
import { openClient, startClient } from "./open-client.ts";
import { OpenEvent } from "./open-event.ts";
import { type OpenVerificationParts, openVerification } from "./open-verification.ts";
import { type KeptKey, type OwnIdentity, openVault, ownIdentity } from "./own-identity.ts";
import { PutClear } from "./put-clear.ts";
import { PutEvent } from "./put-event.ts";
import { reachCrypto } from "./reach-crypto.ts";
import { RenewingFetch } from "./renewing-fetch.ts";
import { roomHistory } from "./room-history.ts";
import { Rooms } from "./rooms.ts";
import { signIn } from "./sign-in.ts";
import { SyncInbox } from "./sync-inbox.ts";
import { Turnstile } from "./turnstile.ts";
import type { Verification } from "./verification.ts";
import { reasonOf, type WaitParts } from "./wait-for-homeserver.ts";
import { type WatchIdentitiesParts, watchIdentities } from "./watch-identities.ts";

export interface MatrixLink extends AsyncDisposable {
  readonly userId: UserId;
  readonly deviceId: string;
  readonly identity: OwnIdentity;
  /** undefined for an operator's side. */
  readonly joined: JoinedRooms | undefined;
  linkState(): LinkState;
  readonly sender: PutEvent;
  readonly clear: PutClear;
  readonly lastWill: LastWill;
  readonly opener: EventOpener;
  readonly rooms: Rooms;
  readonly verification: Verification;
  /** Encrypted state of a room by wire state key, to be opened like any event. */
  sealedState(room: RoomId): ReadonlyMap<string, InboxEvent>;
  /** Tells master keys as they are served, until disposed; `users` are looked at first, whatever changed before. */
  watchIdentities(users: readonly UserId[], onKey: WatchIdentitiesParts["onKey"]): Disposable;
  /** Invites whoever is listed now and was never in the agent's own rooms. Never rejects. */
  invitePeople(): Promise<void>;
  /** One Space over the agent's rooms; the same again at every later call. Rejects where the homeserver makes none. */
  makeSpace(space: NewSpace): Promise<RoomId>;
  /** Timeline events of a joined room from a time on (UTC ms, as the homeserver tells it), oldest first. */
  history(room: RoomId, sinceAt: number): AsyncIterable<InboxEvent>;
  standing(room: RoomId, eventId: string): Promise<EventStanding>;
  /** Resolves after the next sync. */
  nextSync(): Promise<void>;
  /** Lays a file down encrypted, for a room into which its key may go. Never rejects. */
  upload(room: RoomId, plain: Uint8Array, signal: AbortSignal): Promise<UploadOutcome>;
}

const closeWithin = 2_000;

/**
 * Signs in, syncs once, sees to identity and rooms. The durable IndexedDB must be installed before. Throws AgentFault;
 * waits while the homeserver is away.
 */
export async function openMatrixLink(settings: LinkSettings, parts: LinkParts): Promise<MatrixLink> {
  await using opening = new AsyncDisposableStack();
  // Over a key store that cannot be written the library waits for ever.
  const link = await unlessAborted(openInto(opening, settings, parts), parts.givenUp);
  const owned = opening.move();
  return { ...link, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

async function openInto(
  opening: AsyncDisposableStack,
  settings: LinkSettings,
  parts: LinkParts,
): Promise<Omit<MatrixLink, typeof Symbol.asyncDispose>> {
  const library = await loadLibrary(parts.log);
  const { clock, onWaiting, random = Math.random, givenUp } = parts;
  const waiting = { clock, onWaiting, random, givenUp };
  const outward = explainingFetch(parts.fetch ?? globalThis.fetch);
  const { fetch, isRefused } = new RenewingFetch({ ...parts, ...settings, fetch: outward });
  const login = await signIn({ ...parts, ...settings, ...waiting, library, fetch, isRefused });
  const vault = openVault(library, parts.readRecoveryKey());
  const rooms = openRooms(settings, parts);
  const synced = new Turnstile();
  const nextSync = (): Promise<void> => synced.next();
  const invitations = new AcceptInvitations();
  const watch = opening.use(new LinkWatch(parts.clock, parts.onLink));
  const inbox = new SyncInbox({
    ...inboxRules(settings, parts, rooms),
    fetch,
    onSynced: () => {
      watch.synced();
      rooms.refresh();
      synced.open();
      parts.onInbox();
    },
    onInvite: (invitation) => {
      if (!rooms.isKnown(invitation.room)) return chats.invited(invitation);
      parts.store.setFact(invitedBy(invitation.room), invitation.inviter);
      invitations.invited(invitation.room);
    },
    isAside: (room) => chats.has(room),
    onAside: (event) => chats.take(event),
  });
  const client = await openClient(settings, { library, login, inbox, vault });
  opening.defer(() => client.stopClient());
  opening.defer(() => inbox.close(closeWithin));
  rooms.attach(client);
  const joining = { ...waiting, client, facts: parts.store, rooms, nextSync, log: parts.log };
  const base = { client, library, rooms, nextSync, inbox, self: login.userId };
  const { reach, chats, out, verification } = opening.use(openWays(settings, { ...parts, ...waiting }, base));
  await startClient(client, library, { synced, onFatal: parts.onFatal, isRefused });
  if (settings.uncleanStop) await out.sender.discardSessions([...new Set([...rooms.known(), ...rooms.joined()])]);
  const identity = await ownIdentity({ ...parts, client, crypto: reach.api, vault, ...identityRules(settings, parts) });
  const joined = settings.role === "agent" ? await joinRooms(settings.rooms, joining) : undefined;
  rooms.refresh();
  const accept = (room: RoomId): Promise<void> =>
    ensureJoined(room, room, settings.rooms.operators, joining).catch((why) => parts.log(reasonOf(why)));
  const early = invitations.begin(accept).union(new Set(rooms.invited()));
  await (joined === undefined ? Promise.all([...early].map(accept)) : chats.leaveOld());
  return {
    userId: login.userId,
    deviceId: login.deviceId,
    identity,
    joined,
    linkState: () => watch.state,
    ...out,
    verification,
    rooms,
    sealedState: (room) => inbox.sealedState(room),
    watchIdentities: (users, onKey) => watchIdentities({ ...parts, client, library, reach, users, onKey }),
    invitePeople: () => invitePeople(joined, settings.rooms, joining),
    makeSpace: async (space) => (await import("./make-space.ts")).makeSpace(client, parts.store, space),
    standing: async (...asked) => (await import("./event-standing.ts")).eventStanding(...asked, { client, library }),
    history: (room, sinceAt) => roomHistory(room, sinceAt, { ...waiting, client, library }),
    nextSync,
  };
}

/** What leaves and enters encrypted, and what leaves in clear. */
function openWays(
  settings: LinkSettings,
  link: LinkParts & Pick<WaitParts, "random">,
  base: Pick<OpenVerificationParts, "client" | "library" | "rooms" | "nextSync"> & {
    readonly inbox: SyncInbox;
    readonly self: UserId;
  },
) {
  const reach = reachCrypto(base.client);
  const sender = new PutEvent({ ...settings, ...base, reach, mayHear: link.mayHear });
  const opener = new OpenEvent({ ...base, reach, clock: link.clock });
  const verification = openVerification({ ...base, link, reach, sender, opener });
  reach.filterSyncKeys((take) => base.inbox.watchKeys(take));
  const upload: MatrixLink["upload"] = async (room, plain, signal) =>
    (await import("./put-attachment.ts")).putAttachment(room, plain, { ...base, sender }, signal);
  const clear = new PutClear(sender, base.self, settings.clearTexts);
  const lastWill = new LastWill({ ...base, put: base.library.sdk.Method.Put, facts: link.store });
  return { reach, out: { sender, clear, lastWill, opener, upload }, ...verification };
}

function openRooms({ role, rooms: wishes }: LinkSettings, { store, onTombstone }: LinkParts): Rooms {
  const rooms = new Rooms({ facts: store, onTombstone });
  const pins = [pinnedRoom(store, "room", wishes.room), pinnedRoom(store, "data_room", wishes.dataRoom)];
  for (const pin of pins) if (pin !== undefined) rooms.know(pin);
  if (role === "operator" && wishes.room === undefined && wishes.dataRoom === undefined) rooms.knowAll();
  return rooms;
}

/** An operator may give themselves a new identity; the agent's is for life. */
function identityRules({ role }: LinkSettings, { store }: LinkParts) {
  const keptKey: KeptKey = {
    read: () => store.fact(ownKeyFact),
    keep: (masterKey) => store.setFact(ownKeyFact, masterKey),
  };
  return role === "agent" ? { mayCreate: true, keptKey } : { mayCreate: false };
}

function inboxRules({ user, rooms: wishes }: LinkSettings, parts: LinkParts, rooms: Rooms) {
  return {
    self: user,
    store: parts.store,
    clock: parts.clock,
    isKnown: (room: RoomId) => rooms.isKnown(room),
    isJoined: (room: RoomId, user: UserId) => rooms.isJoined(room, user),
    isWelcome: (inviter: string) =>
      wishes.operators.some((operator) => operator === inviter) || parts.isListed?.(inviter) === true,
    mayCommand: parts.mayCommand ?? (() => true),
    admit: parts.admit ?? (() => true),
    mayKeep: parts.mayKeep ?? (() => true),
    gapHorizonMs: parts.gapHorizonMs,
    onGap: parts.onGap,
    onKeysLost: parts.onKeysLost ?? (() => undefined),
    onFatal: parts.onFatal,
  };
}
