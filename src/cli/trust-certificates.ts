import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { AgentFault } from "../core/agent-fault.ts";

const pemBlock = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * From now on this process trusts the authorities of a PEM file besides the usual ones. Throws AgentFault
 * `bad-configuration` when it holds none.
 */
export function trustCertificates(file: string | undefined): void {
  if (file === undefined) return;
  try {
    const blocks = readFileSync(file, "utf8").match(pemBlock) ?? [""];
    // Node takes any text here and then trusts nobody more than before.
    for (const block of blocks) new X509Certificate(block);
    setDefaultCACertificates([...getCACertificates("default"), ...blocks]);
  } catch (cause) {
    throw new AgentFault("bad-configuration", `matrix.ca_file ${file} cannot be used.`, {
      cause,
      remedy: "It must be a readable file with certificates in PEM.",
    });
  }
}
