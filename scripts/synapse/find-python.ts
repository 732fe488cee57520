import { spawnSync } from "node:child_process";

export interface Python {
  readonly command: string;
  /** `3.11 linux-x86_64`: wheels fit one minor version and one platform. */
  readonly tag: string;
}

const question = "import sys, sysconfig; print('%d.%d' % sys.version_info[:2], sysconfig.get_platform())";

/** The first Python from 3.10 to 3.14 on the PATH; `PYTHON` names another one. Throws one line with the remedy. */
export function findPython(): Python {
  const named = process.env.PYTHON;
  const commands = named ? [named] : ["python3", ...[14, 13, 12, 11, 10].map((minor) => `python3.${minor}`)];
  const seen: string[] = [];
  for (const command of commands) {
    const { status, stdout } = spawnSync(command, ["-c", question], { encoding: "utf8" });
    const tag = status === 0 ? stdout.trim() : "";
    const minor = /^3\.(\d+) /.exec(tag)?.[1];
    if (minor !== undefined && Number(minor) >= 10 && Number(minor) <= 14) return { command, tag };
    if (tag !== "") seen.push(`${command} is ${tag.split(" ")[0]}`);
  }
  const found = seen.length > 0 ? seen.join(", ") : `no ${commands[0]} on the PATH`;
  throw new Error(
    `Synapse needs Python 3.10 to 3.14 (${found}): run \`apt-get install python3 python3-venv\`, or set PYTHON to one.`,
  );
}
