import { readFileSync, writeFileSync } from "node:fs";

const [order, answer] = ["/tmp/as-root/order", "/tmp/as-root/answer"];

/**
 * Has the guest's root run a piece of shell, with the functions of scripts/kernel/guest-script.ts: what holds the world that the
 * tests, a user without rights, look at. Throws when it fails. One process at a time.
 */
export function asRoot(script: string): void {
  writeFileSync(order, `${script}\0`);
  const [status, ...said] = readFileSync(answer, "utf8").split("\n");
  if (status !== "0") throw new Error(`root could not do \`${script}\`: ${said.join("\n")}`);
}
