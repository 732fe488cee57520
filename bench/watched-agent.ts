import { join } from "node:path";
import { type AgentProcess, startAgent } from "./agent-process.ts";
import { type AgentScene, prepareAgent, type SceneWishes } from "./agent-scene.ts";

/** A started agent whose garbage can be collected from outside. */
export async function startWatchedAgent(
  wishes: SceneWishes,
  opened: AsyncDisposableStack,
): Promise<{ readonly scene: AgentScene; readonly agent: AgentProcess }> {
  const scene = await prepareAgent(wishes, opened);
  const compileCache = join(wishes.directory, "compile-cache");
  const agent = opened.use(
    startAgent({ configuration: scene.configuration, compileCache, flags: ["--inspect-port=0"] }),
  );
  await agent.said("ready");
  return { scene, agent };
}
