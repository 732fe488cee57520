import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "..");
/** Everything that is or would be committed. */
const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\0")
  .filter((file) => file !== "" && existsSync(join(root, file)));
const texts = new Map(files.map((file) => [file, readFileSync(join(root, file), "utf8")]));
const self = "test/house.test.ts";
const lists = new Set(["package-lock.json", "scripts/synapse/requirements.txt", "LICENSE"]);

/** `file:line  text` of every line that fits, in files that people wrote. */
function linesWith(pattern: RegExp, isMeant: (file: string) => boolean = () => true): string[] {
  return [...texts].flatMap(([file, text]) =>
    file === self || lists.has(file) || !isMeant(file)
      ? []
      : text.split("\n").flatMap((line, at) => (pattern.test(line) ? [`${file}:${at + 1}  ${line.trim()}`] : [])),
  );
}

test("no path of one machine stands in the repository", () => {
  assert.deepEqual(linesWith(/\/(home|Users)\/[a-z]\w*|\/work\/\w|\/root\/\w|\.\.\/shared\b/), []);
  const folder = dirname(root);
  if (folder.length > 5) assert.deepEqual(linesWith(new RegExp(RegExp.escape(`${folder}/`))), []);
});

test("no package registry's address stands in the repository", () => {
  assert.deepEqual(linesWith(/https?:\/\/[\w.-]*(registry|mirror|proxy|artifactory|nexus|pypi)[\w.-]*[/:]/i), []);
  for (const list of ["package-lock.json", "scripts/synapse/requirements.txt"]) {
    assert.doesNotMatch(
      texts.get(list) ?? "missing",
      /"resolved"|--(extra-)?index-url|--find-links|https?:\/\/[\w.-]*(registry|mirror|pypi)/,
    );
  }
});

test("nothing that looks like a live secret stands in the repository", () => {
  const known = /syt_Z3JlZW4_AbCdEfGhIjKlMnOp_0aBcDe/; // the log's own canary
  const found = linesWith(
    /\b(syt|syr|mat|mct)_[A-Za-z0-9]{6,}_[A-Za-z0-9_]{6,}|-----BEGIN [A-Z ]*PRIVATE KEY|\b(ghp|npm|glpat)_?[A-Za-z0-9-]{30,}|\bAKIA[0-9A-Z]{16}\b/,
  );
  assert.deepEqual(
    found.filter((line) => !known.test(line)),
    [],
  );
});

test("nothing is left to be done later", () => {
  assert.deepEqual(linesWith(/\b(TODO|FIXME|XXX|HACK)\b/), []);
});

test("no test is skipped or waits to be written", () => {
  assert.deepEqual(
    linesWith(/\b(test|it|describe)\.(skip|todo|only)\(|[{,]\s*(skip: ?true|todo: ?|only: ?true)/, (file) =>
      file.startsWith("test/"),
    ),
    [],
  );
});

test("the README fits on two screens", () => {
  const lines = (texts.get("README.md") ?? "").trimEnd().split("\n").length;
  assert.ok(lines > 20 && lines <= 150, `${lines} lines`);
});

test("docs/README.md names every page of docs", () => {
  const index = texts.get("docs/README.md") ?? "";
  const pages = [...texts.keys()].flatMap((file) => /^docs\/([\w-]+\.md)$/.exec(file)?.[1] ?? []);
  assert.deepEqual(
    pages.filter((page) => page !== "README.md" && !index.includes(`](${page})`)),
    [],
  );
});

test("every local link in a Markdown page leads somewhere", () => {
  const broken = [...texts].flatMap(([file, text]) => {
    if (!file.endsWith(".md")) return [];
    const targets = [...withoutCode(text).matchAll(/\]\(<?([^)\s>]+)>?\)/g)].map(([, target]) => target ?? "");
    return targets
      .filter((target) => !/^[a-z]+:/.test(target) && !leadsSomewhere(file, target))
      .map((target) => `${file}: ${target}`);
  });
  assert.deepEqual(broken, []);
});

function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, "").replace(/`[^`\n]*`/g, "");
}

function leadsSomewhere(file: string, target: string): boolean {
  const [path = "", anchor] = target.split("#");
  const full = path === "" ? join(root, file) : join(root, dirname(file), path);
  if (!existsSync(full)) return false;
  if (anchor === undefined || !statSync(full).isFile()) return anchor === undefined;
  const headings = readFileSync(full, "utf8").matchAll(/^#+ (.*)$/gm);
  return [...headings].some(([, title]) => anchorOf(title ?? "") === anchor);
}

/** GitHub's way of making anchors of headings. */
function anchorOf(title: string): string {
  return title
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");
}

test("package.json names exact versions and the lock file agrees", () => {
  const manifest = JSON.parse(texts.get("package.json") ?? "");
  const locked = JSON.parse(texts.get("package-lock.json") ?? "").packages[""];
  for (const kind of ["dependencies", "devDependencies"]) {
    for (const [name, version] of Object.entries(manifest[kind])) {
      assert.match(String(version), /^\d+\.\d+\.\d+$/, name);
    }
    assert.deepEqual(locked[kind], manifest[kind]);
  }
  assert.equal(locked.version, manifest.version);
});

test("every script of package.json starts a file that exists or a tool of the lock file", () => {
  const { scripts } = JSON.parse(texts.get("package.json") ?? "");
  for (const [name, command] of Object.entries(scripts)) {
    const file = /^node (\S+)/.exec(String(command))?.[1];
    assert.ok(file === undefined ? /^(biome|tsc) /.test(String(command)) : texts.has(file), `${name}: ${command}`);
  }
});

test("what must run before anything is installed needs nothing installed", () => {
  for (const [file, text] of texts) {
    if (!/^scripts\/[^/]+\.mjs$/.test(file)) continue;
    for (const [, module = ""] of text.matchAll(/from "([^"]+)"/g))
      assert.match(module, /^node:|^\.\/prepare\.mjs$/, file);
  }
});

test(".ci/run and the installed command can be executed", () => {
  for (const file of [".ci/run", "systemd/roomwire.sh"]) assert.ok(statSync(join(root, file)).mode & 0o100, file);
});
