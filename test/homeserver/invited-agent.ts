import type { RoomId } from "../../src/core/ids.ts";
import { writeConfiguration } from "../agent/agent-process.ts";
import { createUser, type MatrixUser, openPlainClient, type PlainClient } from "./matrix-user.ts";

type Wishes = Parameters<typeof writeConfiguration>[1];

/** An agent that its operator invited into a room, ready to be started. */
export interface InvitedAgent extends AsyncDisposable {
  readonly user: MatrixUser;
  /** May read and write. */
  readonly operator: PlainClient;
  readonly room: RoomId;
  /** Path of its configuration. */
  readonly file: string;
}

/** Makes both accounts at `url`; the agent speaks to `behind`, a proxy before it, where there is one. */
export async function inviteAgent(
  directory: string,
  url: string,
  { behind = url, ...wishes }: { readonly behind?: string } & Pick<Wishes, "things" | "more"> = {},
): Promise<InvitedAgent> {
  await using opened = new AsyncDisposableStack();
  const user = await createUser(url, "agent");
  const operator = opened.use(await openPlainClient(url, await createUser(url, "operator")));
  const room = await operator.createRoom([user.id]);
  const file = writeConfiguration(directory, {
    homeserver: behind,
    user: user.id,
    password: user.password,
    matrix: { room },
    operators: [{ user: operator.userId, master_key: await operator.masterKey(), may: ["read", "write"] }],
    ...wishes,
  });
  const owned = opened.move();
  return { user, operator, room, file, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
