/**
 * The floor that the agent is measured against: the library as anybody uses it, its keys in memory. It syncs, decrypts a
 * command, notes its event on the disk, since nothing may switch twice over a power cut, and writes the line: without gate,
 * checks, limits or read-back. Its orders come as the parent's first message.
 */
import { fdatasyncSync, openSync, writeSync } from "node:fs";
import { commandType } from "../schemas/command.ts";
import { systemClock } from "../src/machine/clock.ts";
import { simulatedLinesClient } from "../src/machine/simulated-lines-client.ts";
import { type MatrixUser, openPlainClient } from "../test/homeserver/matrix-user.ts";

export interface FloorOrder {
  readonly homeserver: string;
  readonly user: MatrixUser;
  readonly room: string;
  readonly socket: string;
  readonly line: string;
  /** A file that it makes. */
  readonly journal: string;
}

process.once("message", async ({ homeserver, user, room, socket, line, journal }: FloorOrder) => {
  const lines = simulatedLinesClient(socket, { up: () => undefined, down: () => undefined }, systemClock("trusted"));
  const notes = openSync(journal, "a");
  const { client, library } = await openPlainClient(homeserver, user);
  await client.joinRoom(room);
  const never = new AbortController().signal;
  client.on(library.sdk.MatrixEventEvent.Decrypted, (event) => {
    if (event.getType() !== commandType) return;
    writeSync(notes, `${event.getId()}\n`);
    fdatasyncSync(notes);
    void lines.write(line, event.getContent().input === true ? "true" : "false", never);
  });
  process.send?.("ready");
});
process.on("disconnect", () => process.exit(0));
