import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { endOfDay } from "../../src/core/end-of-day.ts";

function iso(year: number, month: number, day: number, timeZone: string): string {
  return new Date(endOfDay({ year, month, day }, timeZone)).toISOString();
}

test("a day ends at midnight of its time zone", () => {
  assert.equal(iso(2026, 12, 1, "UTC"), "2026-12-02T00:00:00.000Z");
  assert.equal(iso(2026, 12, 1, "Europe/Berlin"), "2026-12-01T23:00:00.000Z");
  assert.equal(iso(2026, 12, 31, "Pacific/Auckland"), "2026-12-31T11:00:00.000Z");
  assert.equal(iso(2028, 2, 29, "Asia/Kathmandu"), "2028-02-29T18:15:00.000Z");
});

test("a day on which the clocks are changed ends where it ends", () => {
  assert.equal(iso(2026, 3, 29, "Europe/Berlin"), "2026-03-29T22:00:00.000Z");
  assert.equal(iso(2026, 3, 28, "Europe/Berlin"), "2026-03-28T23:00:00.000Z");
  assert.equal(iso(2026, 10, 25, "Europe/Berlin"), "2026-10-25T23:00:00.000Z");
});

test("where the clocks skip midnight, a day ends at the skip", () => {
  // Chile's clocks went from 24:00 to 1:00 on 7 September 2024 (IANA tz database, southamerica).
  assert.equal(iso(2024, 9, 7, "America/Santiago"), "2024-09-08T04:00:00.000Z");
});

test("where the clocks show the last hour twice, a day ends after the second time", () => {
  // And from 24:00 back to 23:00 on 6 April 2024.
  assert.equal(iso(2024, 4, 6, "America/Santiago"), "2024-04-07T04:00:00.000Z");
});

test("in any time zone, a second earlier it is that day and at its end it is the next", () => {
  const zones = Intl.supportedValuesOf("timeZone");
  const day = fc.date({ min: new Date("2020-01-01"), max: new Date("2037-12-31"), noInvalidDate: true });
  fc.assert(
    fc.property(fc.constantFrom(...zones), day, (timeZone, date) => {
      const {
        year,
        month,
        day: number,
      } = {
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
      };
      const shown = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" });
      const end = endOfDay({ year, month, day: number }, timeZone);
      const next = new Date(Date.UTC(year, month - 1, number + 1)).toISOString().slice(0, 10);
      assert.equal(shown.format(end), next);
      assert.equal(shown.format(end - 1000), date.toISOString().slice(0, 10));
    }),
    { numRuns: 2000 },
  );
});
