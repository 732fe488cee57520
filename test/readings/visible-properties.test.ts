import assert from "node:assert/strict";
import { test } from "node:test";
import { affordancePath, asThingId } from "../../src/core/ids.ts";
import { visiblePaths } from "../../src/readings/visible-properties.ts";
import { someProperty, someThing } from "../fakes/some-thing.ts";

const diary = someProperty({ name: "diary", private: true });
const open = someProperty({ name: "open" });
const box = someThing("box", [open, diary]);
const gone = affordancePath(asThingId("shed"), "diary");

test("readings of what is private, or was before it was taken out of the configuration, are not told in clear", () => {
  const mayTell = visiblePaths([box], "plain");
  assert.deepEqual([open.path, diary.path, gone].map(mayTell), [true, false, false]);
});

test("all of them are told where only members can read", () => {
  const mayTell = visiblePaths([box], "encrypted");
  assert.deepEqual([open.path, diary.path, gone].map(mayTell), [true, true, true]);
});
