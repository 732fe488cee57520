import { accessSync, constants, existsSync, type Stats, statfsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Finding, findingsOf } from "./finding.ts";

const { ok, warn, fail } = findingsOf("disk");

const mebibyte = 1024 * 1024;
/** Free bytes below which readings may soon find no place. */
const littleSpace = 100 * mebibyte;
const noSpace = 10 * mebibyte;

/** The state directory: there, ours alone, with room to write. Sizes are those of the three stores with their logs. */
export function checkDisk(stateDirectory: string): readonly Finding[] {
  const stat = statSync(stateDirectory, { throwIfNoEntry: false });
  if (stat === undefined) return [notThere(stateDirectory)];
  if (!stat.isDirectory()) {
    return [fail(`${stateDirectory} is no directory`, "move the file away, or name another state_directory")];
  }
  return [checkAccess(stateDirectory, stat), checkSpace(stateDirectory)];
}

function notThere(directory: string): Finding {
  let parent = dirname(directory);
  while (!existsSync(parent)) parent = dirname(parent);
  return mayUse(parent)
    ? ok(`${directory} is not there yet; the first start makes it`)
    : fail(
        `${directory} is not there and cannot be made in ${parent}`,
        "make it for the agent's user, mode 0700, or run the doctor as that user",
      );
}

function checkAccess(directory: string, { mode, uid }: Stats): Finding {
  const owner = `chown it to the agent's user and \`chmod 700 ${directory}\``;
  if (!mayUse(directory)) return fail(`${directory} cannot be written by this user`, owner);
  if ((mode & 0o077) !== 0) {
    return fail(
      `others may look into ${directory} (mode 0${(mode & 0o777).toString(8)})`,
      `\`chmod 700 ${directory}\``,
    );
  }
  const self = process.getuid?.();
  if (self !== undefined && uid !== self) {
    return warn(
      `${directory} belongs to user ${uid}, the doctor runs as ${self}`,
      "run the doctor as the agent's user, since what it may read decides",
    );
  }
  return ok(`${directory} belongs to this user alone`);
}

function checkSpace(directory: string): Finding {
  const { bavail, bsize } = statfsSync(directory);
  const free = bavail * bsize;
  const stores = ["control.db", "crypto.db", "readings.db"]
    .map((name) => `${name} ${mebibytes(sizeOf(join(directory, name)) + sizeOf(join(directory, `${name}-wal`)))}`)
    .join(", ");
  const text = `${mebibytes(free)} free; ${stores}`;
  const remedy = "free space on that disk: without it readings wait in memory and the agent must stop";
  if (free < noSpace) return fail(text, remedy);
  return free < littleSpace ? warn(text, remedy) : ok(text);
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
const mebibytes = (bytes: number): string => `${(bytes / mebibyte).toFixed(1)} MiB`;

function mayUse(directory: string): boolean {
  try {
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
