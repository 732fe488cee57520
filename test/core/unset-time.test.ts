import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bootSlots, readUnsetTime, unsetTime } from "../../src/core/unset-time.ts";

test("a time since boot and its boot are one number below 0, and come back out of it", () => {
  const slot = fc.nat({ max: bootSlots - 1 });
  fc.assert(
    fc.property(slot, fc.nat({ max: 2 ** 31 }), fc.nat({ max: 14 }), (which, ms, factor) => {
      const sinceBoot = ms * (factor + 1);
      const at = unsetTime(which, sinceBoot) ?? assert.fail();
      assert.ok(at < 0 && Number.isSafeInteger(at * 4));
      assert.deepEqual(readUnsetTime(at), { slot: which, sinceBoot });
    }),
  );
  assert.deepEqual(readUnsetTime(unsetTime(bootSlots - 1, 0) ?? 0), { slot: bootSlots - 1, sinceBoot: 0 });
});

test("within a boot later is more; what is no such time is UTC", () => {
  assert.ok((unsetTime(3, 10) ?? 0) < (unsetTime(3, 11) ?? 0));
  assert.deepEqual([readUnsetTime(0), readUnsetTime(1_767_225_600_000)], [undefined, undefined]);
  assert.deepEqual([unsetTime(0, -1), unsetTime(0, 2 ** 35)], [undefined, undefined]);
});
