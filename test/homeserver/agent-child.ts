import type { RoomId } from "../../src/core/ids.ts";
import { openAgent, type RigOptions } from "./agent-rig.ts";

/** An agent in a process of its own, to be asked by messages and killed. The parent's first message opens it. */
export interface ChildOrder {
  readonly open?: RigOptions;
  /** Seal and send one event. */
  readonly send?: { readonly room: RoomId; readonly content: object; readonly txn: string };
  /** Open that many events of the inbox. */
  readonly read?: number;
  readonly facts?: RoomId;
  readonly close?: true;
}

const opened = Promise.withResolvers<Awaited<ReturnType<typeof openAgent>>>();

async function obey({ open, send, read, facts, close }: ChildOrder): Promise<unknown> {
  if (open !== undefined) {
    opened.resolve(await openAgent(open));
    const { link } = await opened.promise;
    return { deviceId: link.deviceId, identity: link.identity };
  }
  const agent = await opened.promise;
  if (send !== undefined) {
    const { room, content, txn } = send;
    const sealed = await agent.link.sender.seal({ room, type: "dev.roomwire.telemetry", content }, txn);
    return sealed.kind === "sealed" ? agent.link.sender.put(sealed.event) : sealed;
  }
  if (read !== undefined) {
    const events: unknown[] = [];
    for (let count = 0; count < read; count++) events.push(await agent.open());
    return events;
  }
  if (facts !== undefined) {
    const { rooms } = agent.link;
    return {
      encrypted: rooms.isEncrypted(facts),
      members: rooms.members(facts).toSorted(),
      name: rooms.state(facts, "m.room.name", "")?.name,
      token: agent.store.token() !== undefined,
      faults: agent.faults.map(({ message }) => message),
    };
  }
  if (close === true) await agent[Symbol.asyncDispose]();
  return "closed";
}

process.on("message", (order: ChildOrder) => {
  obey(order).then(
    (answer) => process.send?.({ answer }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.stack : String(error) }),
  );
});
