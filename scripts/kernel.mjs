import { runWithOwnNode } from "./prepare.mjs";

runWithOwnNode("scripts/kernel/test-kernel.ts");
