import { runWithOwnNode } from "./prepare.mjs";

runWithOwnNode("src/cli/demo/demo.ts");
