import type { Findings } from "./problem.ts";
import type { SourceNode } from "./source-node.ts";

const passwordInUrl = /^[a-z][a-z0-9+.-]*:\/\/[^/\s]*:[^/\s]*@/i;
const tokenInUrl = /^[a-z][a-z0-9+.-]*:\/\/\S*[?&](access_token|token|password|secret|api_key)=/i;

/** No secret stands in the file, not even inside an address. */
export function checkSecrets(node: SourceNode, findings: Findings): void {
  switch (node.kind) {
    case "map":
      for (const { value } of node.entries.values()) checkSecrets(value, findings);
      return;
    case "list":
      for (const item of node.items) checkSecrets(item, findings);
      return;
    case "scalar":
      if (typeof node.value !== "string") return;
      if (passwordInUrl.test(node.value) || tokenInUrl.test(node.value)) {
        findings.problem(
          node.place,
          "there is a password in this address; put it in a file and name that in password_file",
        );
      }
  }
}
