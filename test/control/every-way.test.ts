import assert from "node:assert/strict";
import { test } from "node:test";
import { agent, gateScene, text } from "../fakes/gate-scene.ts";

const reply = { "m.relates_to": { "m.in_reply_to": { event_id: "$before" } } };
const thread = { "m.relates_to": { rel_type: "m.thread", event_id: "$root", is_falling_back: true } };
const mention = { "m.mentions": { user_ids: [agent] } };
const link = `[Greenhouse](https://matrix.to/#/${agent})`;

/** As clients send it; all mean the same. */
const ways: readonly (readonly [string, string, object])[] = [
  ["an exclamation mark", "!pump off", {}],
  ["a slash", "/pump off", {}],
  ["the agent's name and a colon", "greenhouse: pump off", {}],
  ["its user id", `${agent} pump off`, {}],
  ["a mention", `${agent}: pump off`, mention],
  ["a mention as a link", `${link}: pump off`, mention],
  ["a reply", "!pump off", reply],
  ["a reply of an older client", "> <@bob:example.org> is it on?\n\n!pump off", reply],
  ["a reply that mentions", `${agent}: pump off`, { ...reply, ...mention }],
  ["a thread", "!pump off", thread],
  ["a thread with a mention", `${agent}: !pump off`, { ...thread, ...mention }],
  ["the path", "!greenhouse/pump off", {}],
  ["the Thing's alias", "!gh pump off", {}],
  ["other case and spaces", "  !PUMP   Off ", {}],
  ["an equals sign", "!pump=off", {}],
  [
    "a command that the client completed (MSC4391), whose body is what was typed",
    "/pump off",
    { "org.matrix.msc4391.command": { command: "pump", arguments: { value: "off" } } },
  ],
];

for (const [way, body, more] of ways) {
  test(`a command is understood by ${way}, and answered by one notice that replies to it`, async () => {
    await using gate = gateScene();
    await gate.receive(text(body, more));
    const [command, ...others] = gate.carried;
    assert.ok(command !== undefined && others.length === 0, JSON.stringify(gate.posted()));
    const { thing, op, name, input } = command;
    assert.deepEqual([thing, op, name, input], ["greenhouse", "write", "pump", false]);
    const [answer, ...rest] = gate.posted();
    assert.equal(rest.length, 0);
    const relation = answer?.content["m.relates_to"] as Record<string, unknown>;
    assert.deepEqual(relation["m.in_reply_to"], { event_id: command.eventId });
    assert.equal(
      relation.event_id,
      more === thread || "rel_type" in Object(Object(more)["m.relates_to"]) ? "$root" : undefined,
    );
  });
}
