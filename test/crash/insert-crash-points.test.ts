import assert from "node:assert/strict";
import { test } from "node:test";
import { insertCrashPoints } from "./insert-crash-points.ts";

/** The source with its points as `•`, a point that wraps an await as `‹` and `›`. */
function shown(source: string): string {
  return insertCrashPoints(source, 0)
    .source.replace(/__crashPoint\(\d+, (await (?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)/g, "‹$1›")
    .replace(/, (?:__crashed\d+ = )?__crashPoint\(\d+\)/g, "•");
}

const inside = (code: string): string => `class C { #d; async f() { ${code} } }`;

for (const [code, expected] of [
  ["a(); b.c(); this.#d?.();", "a()•; b.c()•; this.#d?.()•;"],
  [
    "await a(); const b = await c.d(e)[0].f; return await g;",
    "‹await a()›; const b = ‹await c.d(e)[0].f›; return ‹await g›;",
  ],
  ["if (a) b(); else if (c) d(); else e();", "if (a) b()•; else if (c) d()•; else e()•;"],
  ["for (const a of b()) c(a); while (d()) { e(); }", "for (const a of b()) c(a)•; while (d()) { e()•; }"],
  ["const a = b(), c = 1; let d = a; using e = f();", "const a = b(), c = 1•; let d = a; using e = f()•;"],
  ["const a = (b) => c(b); const d = () => { e(); };", "const a = (b) => c(b); const d = () => { e()•; };"],
  ["a(async () => { await b; }, { c() { d(); } });", "a(async () => { ‹await b›; }, { c() { d()•; } })•;"],
  ["try { a(); } catch { b(); } finally { c(); }", "try { a()•; } catch { b()•; } finally { c()•; }"],
  ["try { a(); } catch (error) { b(error); }", "try { a()•; } catch (error) { b(error)•; }"],
  ["switch (a) { case b.c: d(); break; default: e(); }", "switch (a) { case b.c: d()•; break; default: e()•; }"],
  ["a = b ?? (await c(d)); e(await f(g));", "a = b ?? (‹await c(d)›); e(‹await f(g)›)•;"],
  ["throw a(); return b();", "throw a(); return b();"],
  ["const a = new Map(); a.delete(b);", "const a = new Map(); a.delete(b)•;"],
  ["for await (const a of b()) c(a);", "for await (const a of b()) c(a)•;"],
  ["do { a(); } while (b());", "do { a()•; } while (b());"],
] as const) {
  test(`points stand where they should: ${code}`, () => {
    const result = shown(inside(code));
    assert.equal(result, inside(expected));
    assert.doesNotThrow(() => new Function(insertCrashPoints(inside(code), 0).source));
  });
}

test("methods of classes have points, what runs once for a module has none", () => {
  const source =
    "import a from 'a'; const b = a(); export class C { #d = a(); e() { a(); } static async f() { await b; } }";
  const expected =
    "import a from 'a'; const b = a(); export class C { #d = a(); e() { a()•; } static async f() { ‹await b›; } }";
  assert.equal(shown(source), expected);
});

test("ids count up from the first one, each with its line", () => {
  const { points } = insertCrashPoints("function f() {\n a();\n b();\n}\nasync () => {\n await c;\n};", 7);
  assert.deepEqual(points, [
    { id: 7, kind: "call", line: 2 },
    { id: 8, kind: "call", line: 3 },
    { id: 9, kind: "await", line: 6 },
  ]);
});

test("what cannot be followed is no silence", () => {
  assert.throws(() => insertCrashPoints("function f() { a() }", 0), /cannot be followed/);
  assert.throws(() => insertCrashPoints("function f() { a(; }", 0), /no other half/);
});
