import { join } from "node:path";
import { type AgentProcess, startRoomwire } from "../agent/agent-process.ts";

/** The real agent with a hand behind its back; its hardware is open. */
export async function startAgentWithHand(file: string): Promise<AgentProcess> {
  await using opening = new AsyncDisposableStack();
  const agent = opening.use(startRoomwire([file], { program: join(import.meta.dirname, "agent-with-hand.ts") }));
  await agent.said(/hardware is open/);
  opening.move();
  return agent;
}

/** The hand switches every output on. */
export async function switchEverythingOn(agent: AgentProcess): Promise<void> {
  agent.signal("SIGUSR2");
  await agent.said(/the hand switched everything on/);
}
