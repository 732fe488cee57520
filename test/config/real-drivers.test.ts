import assert from "node:assert/strict";
import { test } from "node:test";
import { compileCheck } from "../../src/checking/compile-check.ts";
import { driverTable } from "../../src/drivers/driver-table.ts";

test("every driver of the table brings schemas that compile, the same connection for one type", () => {
  for (const driver of driverTable) {
    const first = driverTable.find(({ type }) => type === driver.type);
    assert.equal(driver.connection, first?.connection, driver.type);
    for (const schema of [driver.connection, driver.from, driver.to]) {
      if (schema !== undefined) assert.equal(typeof compileCheck(schema)({}).ok, "boolean");
    }
  }
});

test("no driver uses a key that every binding has, or the `to` of an action", () => {
  const taken = ["connection", "as", "values", "scale", "offset", "safe_value", "value", "pulse"];
  for (const { type, from, to } of driverTable) {
    for (const schema of [from, to]) {
      const keys = typeof schema === "object" && "properties" in schema ? Object.keys(schema.properties as object) : [];
      assert.deepEqual(
        keys.filter((key) => taken.includes(key)),
        [],
        type,
      );
    }
  }
});
