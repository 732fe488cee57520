import { once } from "node:events";
import type { AgentProcess } from "./agent-process.ts";

/** What Node prints when SIGUSR1 opens its inspector. */
const opened = "Debugger listening on ";

/**
 * Has another Node process collect its garbage, through the inspector, so that what is left is what is held. The process
 * must have been started with `--inspect-port=0`.
 */
export async function collectGarbage(agent: AgentProcess): Promise<void> {
  process.kill(agent.pid, "SIGUSR1");
  const url = (await agent.said(opened)).slice(opened.length);
  const socket = new WebSocket(url);
  await once(socket, "open");
  for (const id of [1, 2]) {
    const done = once(socket, "message");
    socket.send(JSON.stringify({ id, method: "HeapProfiler.collectGarbage" }));
    await done;
  }
  const closed = once(socket, "close");
  socket.close();
  await closed;
}
