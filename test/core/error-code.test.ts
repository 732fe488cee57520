import assert from "node:assert/strict";
import { test } from "node:test";
import { errorCode } from "../../src/core/error-code.ts";

test("an error of the system has a code, and nothing else has one", () => {
  assert.equal(errorCode(Object.assign(new Error("gone"), { code: "ENOENT" })), "ENOENT");
  for (const other of [new Error("gone"), Object.assign(new Error("gone"), { code: 2 }), "ENOENT", undefined])
    assert.equal(errorCode(other), "");
});
