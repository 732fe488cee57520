import { runWithOwnNode } from "./prepare.mjs";

runWithOwnNode("bench/bench.ts");
