import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, globSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** What the tests of test/kernel and the agent in them load. None of it runs anything when it is imported. */
const wanted = [
  ...["src/agent.ts", "src/wiring/*.ts", "src/cli/{run,safe,reload,status}.ts", "src/machine/*.ts"],
  ...["src/drivers/**/*.ts", "test/contract/*.ts", "test/fakes/*.ts"],
];

/**
 * Has Node compile on the host what the guest will run: emulated, that takes longer than the tests. Returns a cache that the guest's user
 * can read where it lies: to copy thousands of small files takes an emulated machine most of a minute. What is missing in it costs the
 * guest time and nothing else.
 */
export function warmCompileCache(root: string, user: number): string {
  const cache = join(root, ".cache/compile-for-guest");
  const urls = globSync(wanted, { cwd: root }).map((file) => pathToFileURL(join(root, file)).href);
  const script = `for (const url of ${JSON.stringify(urls)}) await import(url).catch(() => undefined); process.exit();`;
  spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: "ignore",
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
    timeout: 60_000,
  });
  openTo(user, cache);
  return cache;
}

/** Node keeps a folder for each version and user, which nobody else may read. */
function openTo(user: number, cache: string): void {
  const own = `-${process.getuid?.()}`;
  for (const folder of globSync(`*${own}`, { cwd: cache })) {
    for (const file of readdirSync(join(cache, folder))) chmodSync(join(cache, folder, file), 0o644);
    const theirs = join(cache, `${folder.slice(0, -own.length)}-${user}`);
    if (!existsSync(theirs)) symlinkSync(folder, theirs);
  }
}
