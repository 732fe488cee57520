import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { installSteps } from "../scripts/unit-vm/install-steps.ts";
import { fatalCodes } from "../src/core/fatal-codes.ts";

const root = join(import.meta.dirname, "..");
const units = "usr/lib/systemd/system";
const unit = readFileSync(join(root, "systemd/roomwire.service"), "utf8");

/** A root directory with the layout of systemd/README.md, and the targets that every system has. */
function installedLayout() {
  const path = mkdtempSync(join(tmpdir(), "roomwire-root-"));
  mkdirSync(join(path, units), { recursive: true });
  const systemUnits = ["/usr/lib/systemd/system", "/lib/systemd/system"].find((folder) => {
    try {
      return readdirSync(folder).includes("sysinit.target");
    } catch {
      return false;
    }
  });
  assert.ok(systemUnits, "systemd's own units are installed");
  for (const name of readdirSync(systemUnits).filter((name) =>
    /^(sysinit|basic|shutdown|multi-user|network-online|time-sync)\.target$/.test(name),
  )) {
    copyFileSync(join(systemUnits, name), join(path, units, name));
  }
  const place = (name: string, text: string) => {
    mkdirSync(join(path, name, ".."), { recursive: true });
    writeFileSync(join(path, name), text);
    chmodSync(join(path, name), 0o755);
  };
  place("usr/lib/roomwire/bin/node", "#!/bin/sh\n");
  place("usr/lib/roomwire/README.md", "");
  return { path, place, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

function verify(text: string, layout = installedLayout()): string {
  using installed = layout;
  writeFileSync(join(installed.path, units, "roomwire.service"), text);
  const { status, stdout, stderr } = spawnSync(
    "systemd-analyze",
    ["verify", `--root=${installed.path}`, "--man=no", "roomwire.service"],
    { encoding: "utf8" },
  );
  return `${stdout}${stderr}${status === 0 ? "" : `status ${status}`}`;
}

test("the unit is clean in the installed layout", () => {
  assert.equal(verify(unit), "");
});

test("a mistake in the unit would show", () => {
  assert.match(verify(unit.replace("ProtectHome=", "ProtectHouse=")), /Unknown key.*ProtectHouse/);
  assert.match(verify(unit.replaceAll("/bin/node", "/bin/nodes")), /not executable/);
});

test("its exposure is at most 2.0", () => {
  const file = join(root, "systemd/roomwire.service");
  const { stdout } = spawnSync("systemd-analyze", ["security", "--offline=true", "--no-pager", file], {
    encoding: "utf8",
  });
  const exposure = Number(/Overall exposure level for roomwire\.service: (\d+\.\d+)/.exec(stdout)?.[1]);
  assert.ok(exposure <= 2.0, `exposure ${exposure}`);
});

test("it starts again after every end but those that only a person can mend", () => {
  const final = /^RestartPreventExitStatus=(.*)$/m.exec(unit)?.[1]?.split(" ").map(Number) ?? [];
  const people = ["bad-usage", "store-newer", "wrong-password", "bad-configuration", "store-restored"] as const;
  assert.deepEqual(
    final,
    [...new Set(people.map((code) => fatalCodes[code].exit))].sort((a, b) => a - b),
  );
  assert.ok(readFileSync(join(root, "systemd/README.md"), "utf8").includes(`(exit codes ${final.join(", ")})`));
});

test("every file that the install steps name is in the repository", () => {
  const readme = readFileSync(join(root, "systemd/README.md"), "utf8");
  const named = [...readme.matchAll(/^install .* (systemd\/\S+) /gm)].map(([, file]) => file ?? "");
  assert.equal(named.length, 5);
  for (const file of named) assert.ok(readFileSync(join(root, file)).length > 0);
});

test("the virtual machine that tries the unit knows every step of the page", () => {
  const readme = readFileSync(join(root, "systemd/README.md"), "utf8");
  assert.equal(installSteps(readme).length, 8);
  assert.throws(() => installSteps(readme.replace("npm prune", "make well")), /does not know/);
});

test("nothing but the entry points that the unit names is started", () => {
  const started = [...unit.matchAll(/^Exec\w+=\S+ (?:--\S+ )*(\S+) (\w+)/gm)].map(([, file, command]) => [
    file,
    command,
  ]);
  const main = "/usr/lib/roomwire/src/main.ts";
  assert.deepEqual(started, [
    [main, "run"],
    [main, "safe"],
    [main, "reload"],
  ]);
});
