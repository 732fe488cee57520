import { runWithOwnNode } from "./prepare.mjs";

runWithOwnNode("scripts/unit-vm/test-unit.ts");
