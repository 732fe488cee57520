import assert from "node:assert/strict";
import { test } from "node:test";
import { topicMatches } from "../../src/machine/topic-matches.ts";

test("filters fit topics as MQTT 3.1.1 section 4.7 has it", () => {
  const fits: readonly [filter: string, topic: string][] = [
    ["sport/tennis/player1", "sport/tennis/player1"],
    ["sport/tennis/player1/#", "sport/tennis/player1"],
    ["sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon"],
    ["#", "sport"],
    ["sport/tennis/+", "sport/tennis/player1"],
    ["sport/+", "sport/"],
    ["+/+", "/finance"],
    ["/+", "/finance"],
    ["$SYS/#", "$SYS/uptime"],
  ];
  const misses: readonly [filter: string, topic: string][] = [
    ["sport/tennis/+", "sport/tennis/player1/ranking"],
    ["sport/+", "sport"],
    ["+", "/finance"],
    ["#", "$SYS/uptime"],
    ["+/uptime", "$SYS/uptime"],
    ["Sport", "sport"],
  ];
  for (const [filter, topic] of fits) assert.ok(topicMatches(filter, topic), `${filter} fits ${topic}`);
  for (const [filter, topic] of misses) assert.ok(!topicMatches(filter, topic), `${filter} misses ${topic}`);
});
