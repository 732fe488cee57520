import { runWithOwnNode } from "./prepare.mjs";

runWithOwnNode("scripts/soak.ts");
