import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** What the tests of test/kernel and the agent in them load. None of it runs anything when it is imported. */
const wanted = [
  ...["src/agent.ts", "src/wiring/*.ts", "src/cli/{run,safe,reload,status}.ts", "src/machine/*.ts"],
  ...["src/drivers/**/*.ts", "test/contract/*.ts", "test/fakes/*.ts"],
];

/**
 * Has Node compile on the host what the guest will run: emulated, that takes longer than the tests. Returns the cache; what is
 * missing in it costs the guest time and nothing else.
 */
export function warmCompileCache(root: string): string {
  const cache = join(root, ".cache/compile");
  const urls = globSync(wanted, { cwd: root }).map((file) => pathToFileURL(join(root, file)).href);
  const script = `for (const url of ${JSON.stringify(urls)}) await import(url).catch(() => undefined); process.exit();`;
  spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: "ignore",
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
    timeout: 60_000,
  });
  return cache;
}
