import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Something outside npm that test files need. A file needs it when it, or what it imports from test/, holds `mark`. */
export interface TestPart {
  readonly name: string;
  readonly mark: RegExp;
  readonly isThere: () => boolean;
  /** Debian packages that bring it. */
  readonly packages: readonly string[];
}

const runs = (command: string, ...args: string[]) => spawnSync(command, args, { stdio: "ignore" }).error === undefined;
const succeeds = (command: string, ...args: string[]) => spawnSync(command, args, { stdio: "ignore" }).status === 0;

export const testParts: readonly TestPart[] = [
  {
    name: "Python with venv",
    mark: /SYNAPSE_(DEFAULT_)?URL|scripts\/demo\.mjs|\bstartSynapse\b/,
    isThere: () =>
      succeeds("uv", "--version") || succeeds(process.env.PYTHON ?? "python3", "-c", "import venv, ensurepip"),
    packages: ["python3", "python3-venv"],
  },
  {
    name: "Mosquitto",
    mark: /\bmosquitto\b/,
    isThere: () => runs("mosquitto", "-h"),
    packages: ["mosquitto"],
  },
  {
    name: "openssl",
    mark: /"openssl"/,
    isThere: () => runs("openssl", "version"),
    packages: ["openssl"],
  },
  {
    name: "an image that can be mounted, as root",
    mark: /\bmount -o loop\b/,
    isThere: () => canMountImage(),
    packages: ["e2fsprogs", "mount"],
  },
  {
    name: "systemd-analyze",
    mark: /\bsystemd-analyze\b/,
    isThere: () => runs("systemd-analyze", "--version"),
    packages: ["systemd"],
  },
];

/** Containers often may not, root or not. */
function canMountImage(): boolean {
  const directory = mkdtempSync(join(tmpdir(), "roomwire-image-"));
  const [image, at] = [join(directory, "image"), join(directory, "at")];
  try {
    writeFileSync(image, Buffer.alloc(1_048_576));
    mkdirSync(at);
    const isMounted = succeeds("mkfs.ext4", "-q", "-F", image) && succeeds("mount", "-o", "loop", image, at);
    return isMounted && succeeds("umount", at);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The text of a test file and of everything it imports by relative path outside src/. */
export function textOfTest(file: string, seen = new Set<string>()): string {
  if (seen.has(file) || !existsSync(file)) return "";
  seen.add(file);
  const text = readFileSync(file, "utf8");
  const imported = [...text.matchAll(/["'](\.{1,2}\/[^"']+\.ts)["']/g)].map(([, path]) =>
    join(dirname(file), path ?? ""),
  );
  const own = imported.filter((path) => !/(^|\/)(src|schemas|scripts)\//.test(path));
  return [text, ...own.map((path) => textOfTest(path, seen))].join("\n");
}
