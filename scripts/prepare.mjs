/**
 * Runs a TypeScript entry under the project's own Node 24, installing what is missing first.
 * Plain JavaScript without dependencies: it must run on any Node from 20 up, on a fresh clone.
 */
import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const ownNode = join(root, "node_modules/node/bin/node");
const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];

/**
 * @param {string} entry path below the checkout
 * @param {readonly string[]} flags for Node
 */
export function runWithOwnNode(entry, flags = []) {
  installPackages();
  installOwnNode();
  if (!existsSync(join(root, entry))) stop(`${entry} does not exist in this checkout.`);
  const cache = join(root, ".cache/compile");
  mkdirSync(cache, { recursive: true });
  const child = spawn(ownNode, [...flags, join(root, entry), ...process.argv.slice(2)], {
    stdio: "inherit",
    env: { ...process.env, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? cache },
  });
  // A terminal gives its Ctrl-C to the child as well; a signal to this process alone has to be handed on.
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  process.on("SIGINT", () => process.stdin.isTTY || child.kill("SIGINT"));
  child.on("exit", (code, signal) => {
    for (const name of ["SIGTERM", "SIGHUP", "SIGINT"]) process.removeAllListeners(name);
    if (signal !== null) process.kill(process.pid, signal);
    else process.exitCode = code ?? 1;
  });
  child.on("error", (error) => stop(`The project's own Node does not start (${error.message}); remove node_modules.`));
}

function installPackages() {
  if (isInstalled()) return;
  say("installing npm packages (npm ci) ...");
  const begin = Date.now();
  // Scripts of packages stay unrun; only Node's is wanted, and installOwnNode runs that.
  if (npm(["ci", "--ignore-scripts", ...quiet]).status !== 0) {
    stop("npm ci failed (its message stands above). Check the network, a proxy, and free space, then run this again.");
  }
  say(`npm packages are there after ${seconds(begin)}.`);
}

/** npm notes what it installed; every package of the lock file that is not optional must be in that note as it is. */
function isInstalled() {
  const note = readJson("node_modules/.package-lock.json")?.packages;
  const wanted = readJson("package-lock.json")?.packages;
  if (wanted === undefined) stop("package-lock.json is missing: this is not a whole checkout.");
  if (note === undefined) return false;
  return Object.entries(wanted).every(
    ([place, { version, integrity, optional }]) =>
      place === "" ||
      (note[place] === undefined
        ? optional === true
        : note[place].version === version && note[place].integrity === integrity),
  );
}

/** The `node` package fetches its program in an install script, the only one that is run. */
function installOwnNode() {
  if (isExecutable(ownNode)) return;
  say("fetching Node 24 from the package registry ...");
  const begin = Date.now();
  const allow = ["--ignore-scripts=false", "--foreground-scripts", ...quiet];
  npm(["rebuild", "node", ...allow]);
  if (!isExecutable(ownNode)) {
    const home = join(root, "node_modules/node");
    spawnSync(process.execPath, ["installArchSpecificPackage.js"], {
      cwd: home,
      stdio: ["ignore", "ignore", "inherit"],
    });
  }
  if (!isExecutable(ownNode)) {
    stop("Node 24 could not be fetched; run `npm rebuild node --ignore-scripts=false` and read its message.");
  }
  say(`Node 24 is there after ${seconds(begin)}.`);
}

/** @param {readonly string[]} args */
function npm(args) {
  const cli = process.env.npm_execpath;
  const env = { ...process.env, npm_config_update_notifier: "false" };
  const options = { cwd: root, env, stdio: ["ignore", "ignore", "inherit"] };
  const result = cli?.endsWith(".js")
    ? spawnSync(process.execPath, [cli, ...args], options)
    : spawnSync("npm", args, options);
  if (result.error !== undefined) stop("npm is not on the PATH; install npm 10 or newer.");
  return result;
}

/** @param {string} path below the checkout */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), "utf8"));
  } catch {
    return undefined;
  }
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const seconds = (begin) => `${((Date.now() - begin) / 1000).toFixed(1)} s`;

function say(line) {
  process.stderr.write(`prepare: ${line}\n`);
}

function stop(line) {
  process.stderr.write(`prepare: ${line}\n`);
  process.exit(1);
}
