import type { DriverWords } from "../../contract/driver-rig.ts";

/** What the contract says and writes on a bus that has room for on and off only. */
export const levelWords: DriverWords = {
  said: ["true", "false", "true", "false", "true"],
  heard: (text) => text,
  written: [
    [false, "false"],
    [true, "true"],
    [false, "false"],
  ],
  late: "true",
  fresh: "false",
};
