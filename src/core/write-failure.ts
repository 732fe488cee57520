/**
 * Why hardware did not take a value. `connection-down` and `driver-failed` are certainly not done;
 * `unconfirmed` left this machine, and nobody knows whether it arrived.
 */
export class WriteFailure extends Error {
  readonly code: "connection-down" | "driver-failed" | "unconfirmed";

  constructor(code: WriteFailure["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "WriteFailure";
    this.code = code;
  }
}
