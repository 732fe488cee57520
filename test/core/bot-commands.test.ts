import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { typedInvocation } from "../../src/core/bot-commands.ts";

const invoked = (command: unknown, given?: unknown) =>
  typedInvocation({ body: "?", "org.matrix.msc4391.command": { command, arguments: given } });

test("a command with arguments is what would be typed, in the order of its parameters", () => {
  assert.equal(invoked("status", {}), "!status");
  assert.equal(invoked("set", { time: "10m", to: "on", what: "pump" }), "!pump on for 10m");
  assert.equal(invoked("set", { what: "setpoint", to: 21 }), "!setpoint 21");
  assert.equal(invoked("read", { what: "temperature", back: "24h" }), "!temperature 24h");
  assert.equal(invoked("mute", { time: "2h", thing: "" }), "!mute 2h");
  assert.equal(invoked("ack", { thing: "greenhouse", more: "pump on" }), "!ack greenhouse");
});

test("what is no command of ours is none", () => {
  for (const command of ["ban", "toString", "__proto__", 1, null]) assert.equal(invoked(command), undefined);
  assert.equal(typedInvocation({ body: "!status" }), undefined);
});

test("whatever stands there, nothing is thrown", () => {
  fc.assert(
    fc.property(fc.anything(), fc.constantFrom("set", "read", "log", "x"), (given, command) => {
      typedInvocation({ "org.matrix.msc4391.command": given });
      assert.match(invoked(command, given) ?? "!", /^!/);
    }),
  );
});
