import assert from "node:assert/strict";
import { test } from "node:test";
import type { AffordancePath } from "../../src/core/ids.ts";
import type { Reading } from "../../src/core/reading.ts";
import { LatestNews } from "../../src/readings/latest-news.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { someProperty } from "../fakes/some-thing.ts";

function scene() {
  const clock = new HandClock();
  const properties = ["one", "two", "three"].map((name) => someProperty({ name }));
  const readings = new Map<AffordancePath, Reading>();
  const news = new LatestNews(properties, (path) => readings.get(path), clock);
  const measure = (place: number): void => {
    const path = properties[place]?.path;
    if (path === undefined) throw new RangeError(`no property ${place}`);
    const value = { coefficient: BigInt(place), scale: 0 };
    readings.set(path, { path, value, quality: "ok", measuredAt: undefined, takenAt: clock.now() });
  };
  const untold = () => news.untold().map(({ path }) => path.split("/")[1]);
  return { clock, news, measure, untold };
}

test("what was told is news again once it was measured again, the one told longest ago first", async () => {
  const { clock, news, measure, untold } = scene();
  assert.deepEqual(untold(), []);
  for (const place of [0, 1, 2]) measure(place);
  assert.deepEqual(untold(), ["one", "two", "three"]);
  news.told(news.untold().slice(0, 2));
  assert.deepEqual(untold(), ["three"]);
  await clock.advance(1000);
  for (const place of [0, 1]) measure(place);
  assert.deepEqual(untold(), ["three", "one", "two"]);
  news.told(news.untold().slice(0, 2));
  await clock.advance(1000);
  for (const place of [0, 1, 2]) measure(place);
  assert.deepEqual(untold()[0], "two");
});
