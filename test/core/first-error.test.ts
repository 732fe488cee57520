import assert from "node:assert/strict";
import { test } from "node:test";
import { firstError } from "../../src/core/first-error.ts";

test("of errors of which each came while the one before closed things, the first one counts", () => {
  const first = new Error("the disk is full");
  const closing = new SuppressedError(new Error("the socket is gone"), first);
  assert.equal(firstError(new SuppressedError(new Error("the port is gone"), closing)), first);
  assert.equal(firstError(first), first);
  assert.equal(firstError(undefined), undefined);
});
