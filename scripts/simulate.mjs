import { runWithOwnNode } from "./prepare.mjs";

runWithOwnNode("scripts/simulate.ts");
