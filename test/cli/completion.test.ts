import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { completion } from "../../src/cli/completion.ts";

const flags = [
  ["config", { type: "string" }],
  ["json", { type: "boolean" }],
  ["state-directory", { type: "string" }],
  ["user", { type: "string" }],
] as const;

async function scriptFor(shell: string): Promise<string> {
  const lines: string[] = [];
  assert.equal(await completion([shell], flags, (line) => lines.push(line)), 0);
  return lines.join("\n");
}

test("bash completes commands, what follows them, options, and files", async () => {
  const script = await scriptFor("bash");
  const complete = (...words: string[]): string[] =>
    execFileSync(
      "bash",
      [
        "-c",
        `${script}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _roomwire; printf '%s\\n' "\${COMPREPLY[@]}"`,
        "bash",
        ...words,
      ],
      { encoding: "utf8" },
    )
      .split("\n")
      .filter((word) => word !== "");
  assert.deepEqual(complete("roomwire", "st"), ["status"]);
  assert.ok(complete("roomwire", "").includes("setup"));
  assert.deepEqual(complete("roomwire", "operators", "p"), ["pair", "pin"]);
  assert.deepEqual(complete("roomwire", "watch", "--s"), ["--state-directory"]);
  assert.deepEqual(complete("roomwire", "watch", "--user", ""), []);
  assert.deepEqual(complete("roomwire", "check", "--config", "/etc/hostn"), ["/etc/hostname"]);
});

test("zsh and fish are told the same words; quotes in them end nowhere", async () => {
  const [zsh, fish] = await Promise.all([scriptFor("zsh"), scriptFor("fish")]);
  for (const word of ["setup", "operators", "watch", "completion"]) {
    assert.match(zsh, new RegExp(`'${word}:[\\w .-]+'`));
    assert.match(fish, new RegExp(`-a ${word} -d '[\\w .-]+'`));
  }
  assert.match(zsh, /'--config=:file:_files'/);
  assert.match(fish, /-l state-directory -r/);
  for (const script of [zsh, fish]) assert.equal((script.match(/'/g)?.length ?? 1) % 2, 0);
});

test("another shell is a wrong command line", async () => {
  await assert.rejects(
    completion(["tcsh"], flags, () => undefined),
    { code: "bad-usage" },
  );
  await assert.rejects(
    completion([], flags, () => undefined),
    { code: "bad-usage" },
  );
});
