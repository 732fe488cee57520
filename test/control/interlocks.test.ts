import assert from "node:assert/strict";
import { test } from "node:test";
import { interlocksOf } from "../../src/control/interlocks.ts";
import { someOutput } from "../fakes/guard-bench.ts";

test("it is enough that one of two names the other, and the longer dead time counts for both", () => {
  const up = someOutput("up", { limits: { notWith: [someOutput("down").path], deadTime: 500 } });
  const down = someOutput("down", { limits: { deadTime: 800 } });
  const lamp = someOutput("lamp");
  const interlocks = interlocksOf([up, down, lamp]);
  assert.deepEqual(interlocks.get(up.path), [{ path: down.path, deadTime: 800 }]);
  assert.deepEqual(interlocks.get(down.path), [{ path: up.path, deadTime: 800 }]);
  assert.equal(interlocks.get(lamp.path), undefined);
});

test("two that name each other are one interlock", () => {
  const up = someOutput("up", { limits: { notWith: [someOutput("down").path] } });
  const down = someOutput("down", { limits: { notWith: [up.path] } });
  assert.deepEqual(interlocksOf([up, down]).get(up.path), [{ path: down.path, deadTime: 0 }]);
});
