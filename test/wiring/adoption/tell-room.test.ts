import assert from "node:assert/strict";
import { test } from "node:test";
import { tellRoom } from "../../../src/wiring/adoption/tell-room.ts";
import { LogLines } from "../../fakes/log-lines.ts";

test("that there is no room is told once for each connection, and again only after there was room", () => {
  const log = new LogLines();
  const full = new Set<string>();
  const told = (connection: string, leftOut: number): number => {
    tellRoom(connection, leftOut, full, log);
    return log.lines.splice(0).length;
  };
  assert.deepEqual(
    [told("a", 0), told("a", 3), told("a", 3), told("b", 1), told("a", 4), told("a", 0), told("a", 0), told("a", 1)],
    [0, 1, 0, 1, 0, 1, 0, 1],
  );
});
