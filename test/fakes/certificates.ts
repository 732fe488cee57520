import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Whether there is what makes certificates. */
export const canMakeCertificates = spawnSync("openssl", ["version"], { stdio: "ignore" }).status === 0;

export interface Certificates {
  /** PEM files. */
  readonly ca: string;
  /** With the key beside it, for the server 127.0.0.1 and a client of the name given. */
  readonly server: { readonly cert: string; readonly key: string };
  readonly client: { readonly cert: string; readonly key: string };
}

/** An authority of its own, a server at 127.0.0.1 and a client, made in the folder for a day. */
export function makeCertificates(folder: string, clientName: string): Certificates {
  const at = (name: string): string => join(folder, name);
  const openssl = (...words: readonly string[]): void => void execFileSync("openssl", words, { stdio: "ignore" });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl(
    "req",
    "-x509",
    ...key,
    "-keyout",
    at("ca.key"),
    "-out",
    at("ca.pem"),
    "-days",
    "1",
    "-subj",
    "/CN=Test authority",
  );
  function signed(name: string, subject: string, extension: string): { cert: string; key: string } {
    writeFileSync(at(`${name}.ext`), extension);
    openssl("req", ...key, "-keyout", at(`${name}.key`), "-out", at(`${name}.csr`), "-subj", `/CN=${subject}`);
    const authority = ["-CA", at("ca.pem"), "-CAkey", at("ca.key"), "-CAcreateserial", "-days", "1"];
    openssl(
      "x509",
      "-req",
      "-in",
      at(`${name}.csr`),
      ...authority,
      "-extfile",
      at(`${name}.ext`),
      "-out",
      at(`${name}.pem`),
    );
    return { cert: at(`${name}.pem`), key: at(`${name}.key`) };
  }
  return {
    ca: at("ca.pem"),
    server: signed("server", "127.0.0.1", "subjectAltName=IP:127.0.0.1\n"),
    client: signed("client", clientName, "extendedKeyUsage=clientAuth\n"),
  };
}
