import { runWithOwnNode } from "./prepare.mjs";

runWithOwnNode("scripts/clients/test-clients.ts");
