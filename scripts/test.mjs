import { runWithOwnNode } from "./prepare.mjs";

runWithOwnNode("scripts/test.ts");
