/** Faults that are counted and told but never stop the agent. docs/faults.md is made from this table and that of the fatal ones. */
export const faultCodes = {
  "connection-down": {
    meaning: "The bus or broker cannot be reached.",
    remedy: "Check cable, power, path or address; the agent keeps trying.",
  },
  "connection-refused": {
    meaning: "The broker refused the login.",
    remedy: "Check username and password_file of the connection, or cert_file and key_file.",
  },
  "bad-json": { meaning: "A payload that should be JSON is not.", remedy: "Check the topic and `path`." },
  "no-such-path": { meaning: "The JSON has nothing at `path`.", remedy: "Check `path` against a real payload." },
  "no-match": {
    meaning: "A line or frame does not fit `match`, or has no such column, code or offset.",
    remedy: "Check it with a real line or frame.",
  },
  "not-a-value": {
    meaning: "What arrived is not of the property's type.",
    remedy: "Check `type`, `path` and `values`.",
  },
  "unmapped-value": { meaning: "What arrived is not in `values`.", remedy: "Add it to `values`." },
  "too-long": {
    meaning: "A line or payload is longer than allowed.",
    remedy: "Check baud_rate and frame, or what writes there.",
  },
  "bad-checksum": {
    meaning: "A frame came damaged: its checksum is wrong.",
    remedy: "Check cable, ground and termination, baud_rate and parity, and `check` of the connection.",
  },
  "no-answer": {
    meaning: "What was asked did not answer in time.",
    remedy: "Check power, wiring (A and B, RX and TX) and `request`, or raise `timeout`.",
  },
  "line-busy": {
    meaning: "Somebody else has the GPIO line: another program, the kernel, or another binding with other settings.",
    remedy: "`roomwire doctor` names who; end that program, or choose another line.",
  },
  "no-such-line": {
    meaning: "No GPIO line has this name or number, or several have.",
    remedy: "`roomwire doctor` lists chips and lines; check `line`, `pin` and the connection's `chip`.",
  },
  "line-refused": {
    meaning: "The kernel does not give the GPIO line as it is wanted.",
    remedy: "Check `pull`, `debounce` and whether the chip has interrupts; see the detail.",
  },
  "edges-lost": {
    meaning: "More edges came than could be taken; the kernel dropped some, and said how many.",
    remedy: "Set `debounce`, or a slower source; the level was read anew and is right.",
  },
  "no-such-sensor": {
    meaning: "The kernel has no such sensor or figure, or several that are called so.",
    remedy: "`roomwire doctor` lists what there is; check the overlay or driver, `sensor`, `device` and `channel`.",
  },
  "not-measured": {
    meaning:
      "The sensor gave what it gives when it has measured nothing, such as 85 °C of a DS18B20 that lost its power.",
    remedy: "Check its power, its wires and the pull-up resistor (4.7 kΩ on 1-wire).",
  },
  "out-of-bounds": {
    meaning: "The value lies outside minimum and maximum.",
    remedy: "Check the sensor, or widen the bounds.",
  },
  "source-unavailable": {
    meaning: "The source says that it is not there.",
    remedy: "Check the device's power and link.",
  },
  "source-fault": { meaning: "The source reports a fault of its own.", remedy: "Check the device." },
  "write-failed": { meaning: "The hardware did not take a value.", remedy: "Check the connection." },
  "no-power": {
    meaning: "The agent may not write state in the room.",
    remedy: "Give it power level 50, or make the room anew with `roomwire run`.",
  },
  "not-in-room": { meaning: "The agent is not joined to its room.", remedy: "Invite it as a listed operator." },
  "not-encrypted": {
    meaning: "The room is not encrypted, so nothing is sent to it.",
    remedy: "Turn on encryption in the room, or say `encryption: off`.",
  },
  audience: {
    meaning: "Somebody who may not hear what is sent is in the room, so nothing is sent to it (`audience: pinned`).",
    remedy: "List them and pin their key, or remove them from the room; it goes on by itself.",
  },
  "own-identity": {
    meaning: "The agent's own identity at the homeserver is not the one it was made with, so it can send nothing.",
    remedy:
      "Somebody may have the account: change its password. If you did it, `roomwire operators pin AGENT KEY` with the new key, its recovery key in the state directory, and a restart.",
  },
  "event-rejected": {
    meaning: "The homeserver refused an event for good.",
    remedy: "See the detail; the event was dropped and counted.",
  },
  "link-lost": {
    meaning: "No sync with the homeserver for a while.",
    remedy: "Check the network and the homeserver; the agent keeps trying.",
  },
  "unsigned-session": {
    meaning: "A listed operator wrote from a session that is not signed.",
    remedy: "Verify that session in its client.",
  },
  "log-unwritable": {
    meaning: "Readings cannot be written to the disk; they wait in memory.",
    remedy: "Free space on the disk, check the card; it is tried again every few seconds.",
  },
  "disk-full": {
    meaning: "The disk is full. Commands go on in room that was kept for them; readings wait in memory.",
    remedy: "Free space on the disk; it goes on by itself within 10 s.",
  },
  "store-unwritable": {
    meaning:
      "The disk takes nothing. Hardware, limits and readings (in memory) go on; outputs are safe, and the room is left, until it does.",
    remedy: "Check the card and how it is mounted; it is tried every 5 s, and goes on by itself.",
  },
  "log-damaged": {
    meaning: "Readings on the disk are not what was written; they were put aside and counted.",
    remedy: "Check the card. What was put aside lies in the state directory, for looking only.",
  },
  "log-full": {
    meaning: "There is no room for more readings, so the oldest are given up and told as lost.",
    remedy: "Bring the homeserver back, or raise `storage.keep`.",
  },
} as const satisfies Record<string, { meaning: string; remedy: string }>;

export type FaultCode = keyof typeof faultCodes;
