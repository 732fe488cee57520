import assert from "node:assert/strict";
import { test } from "node:test";
import { EventSize, largestWire } from "../../src/outbox/event-size.ts";
import { createUser, openPlainClient, synapseUrl, withoutSynapse } from "./matrix-user.ts";
import { sealUnsent } from "./seal-unsent.ts";

test("an event as large as any is filled is taken by a real homeserver, and its size is what was foretold", {
  skip: withoutSynapse,
  timeout: 30_000,
}, async () => {
  await using operator = await openPlainClient(synapseUrl, await createUser(synapseUrl, "operator"));
  const room = await operator.createRoom([]);
  await operator.send(room, "dev.roomwire.first", { n: 1 });
  const seal = sealUnsent(operator, room);
  const size = new EventSize();
  for (const turn of [1, 2]) {
    const content = { bulk: "x".repeat(size.largestContent - '{"bulk":""}'.length) };
    assert.equal(JSON.stringify(content).length, size.largestContent);
    const wire = JSON.stringify(await seal("dev.roomwire.telemetry", content));
    assert.ok(size.sealed(size.largestContent, { room, type: "m.room.encrypted", wire, txn: "t" }));
    assert.ok(wire.length > largestWire - 500, `${wire.length}`);
    const path = `/rooms/${encodeURIComponent(room)}/send/m.room.encrypted/size.${turn}`;
    const { client, library } = operator;
    const answer = await client.http.authedRequest<{ event_id: string }>(
      library.sdk.Method.Put,
      path,
      undefined,
      JSON.parse(wire),
    );
    assert.match(answer.event_id, /^\$/);
  }
});
