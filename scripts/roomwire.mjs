import { runWithOwnNode } from "./prepare.mjs";

runWithOwnNode("src/main.ts");
