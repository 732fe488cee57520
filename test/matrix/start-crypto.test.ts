import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import * as wasm from "@matrix-org/matrix-sdk-crypto-wasm";
import { startCrypto } from "../../src/matrix/start-crypto.ts";
import { withoutNames } from "../../src/matrix/without-names.ts";

declare const WebAssembly: {
  instantiate(module: Uint8Array, imports: object): Promise<unknown>;
  Module: {
    new (bytes: Uint8Array): object;
    customSections(module: object, name: string): readonly ArrayBuffer[];
    exports(module: object): readonly object[];
    imports(module: object): readonly object[];
  };
};

const file = join(
  dirname(createRequire(import.meta.url).resolve("@matrix-org/matrix-sdk-crypto-wasm")),
  "pkg/matrix_sdk_crypto_wasm_bg.wasm",
);

test("the crypto library starts from bytes without the names of its functions, and leaves the global as it was", async (context) => {
  const { mock } = context.mock.method(WebAssembly, "instantiate");
  const before = WebAssembly.instantiate;
  await Promise.all([startCrypto(wasm), startCrypto(wasm)]);
  assert.equal(WebAssembly.instantiate, before);
  assert.equal(mock.callCount(), 1);
  const [module] = mock.calls[0]?.arguments ?? [];
  assert.deepEqual(module, withoutNames(readFileSync(file)));
  assert.equal(new wasm.UserId("@ana:example.org").localpart, "ana");
});

test("without its names the crypto library's module is two MB smaller and has the same doors", () => {
  const bytes = readFileSync(file);
  const [whole, bare] = [bytes, withoutNames(bytes)].map((each) => new WebAssembly.Module(each));
  assert.ok(whole !== undefined && bare !== undefined);
  assert.equal(WebAssembly.Module.customSections(whole, "name").length, 1);
  assert.equal(WebAssembly.Module.customSections(bare, "name").length, 0);
  assert.deepEqual(WebAssembly.Module.exports(bare), WebAssembly.Module.exports(whole));
  assert.deepEqual(WebAssembly.Module.imports(bare), WebAssembly.Module.imports(whole));
  assert.ok(bytes.length - withoutNames(bytes).length > 2_000_000);
});

test("a module that ends within the size of a section is told", () => {
  assert.throws(() => withoutNames(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 0, 0x80)), RangeError);
});
