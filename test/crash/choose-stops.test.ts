import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseStops } from "./choose-stops.ts";

test("each point is stopped once, at visits that stand for different effects, and no effect is left out", () => {
  const visits = new Map([
    [1, [0, 1, 2]],
    [2, [1]],
    [3, [1, 4]],
    [4, [0, 3, 5]],
  ]);
  assert.deepEqual(chooseStops(visits), [
    { point: 2, visit: 1 },
    { point: 3, visit: 2 },
    { point: 1, visit: 1 },
    { point: 4, visit: 2 },
    { point: 1, visit: 3 },
    { point: 4, visit: 3 },
  ]);
});
