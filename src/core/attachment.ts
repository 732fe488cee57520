import type { ClosedCode } from "./room-ports.ts";

/** Where a ciphertext lies and how to open it: `EncryptedFile` of the Matrix spec, "Sending encrypted attachments". Base64 without padding. */
export interface SealedFile {
  readonly v: "v2";
  /** `mxc://…` */
  readonly url: string;
  readonly key: {
    readonly kty: "oct";
    readonly key_ops: readonly ["encrypt", "decrypt"];
    readonly alg: "A256CTR";
    /** URL-safe. */
    readonly k: string;
    readonly ext: true;
  };
  readonly iv: string;
  readonly hashes: { readonly sha256: string };
}

/** What became of a file that was to be laid down at the homeserver. */
export type UploadOutcome =
  | { readonly kind: "uploaded"; readonly file: SealedFile }
  /** Nothing left: what names the file could not be said in that room now. */
  | { readonly kind: "closed"; readonly code: ClosedCode; readonly detail: string }
  | { readonly kind: "too-large"; readonly detail: string }
  | { readonly kind: "failed"; readonly detail: string };
