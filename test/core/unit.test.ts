import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isUnit, showUnit } from "../../src/core/unit.ts";

describe("units", () => {
  for (const unit of ["Cel", "%RH", "V", "lx", "Pa", "W/m2", "kWh", "hPa", "ppm", "°C", "%", "l/min", "m³"]) {
    it(`${unit} is one`, () => assert.equal(isUnit(unit), true));
  }

  for (const text of ["", " ", "celsius", "cel", "Volt", "C el", "__proto__"]) {
    it(`${JSON.stringify(text)} is none`, () => assert.equal(isUnit(text), false));
  }

  it("are shown as people read them", () => {
    assert.deepEqual(["Cel", "%RH", "m3/h", "V", "count"].map(showUnit), ["°C", "%", "m³/h", "V", ""]);
  });
});
