/** What a person at the machine asks the running agent, over its control socket: one request, lines in between, one end. */

/** The first line of a client: what to do, and whatever that needs. */
export interface OperationRequest {
  readonly do: string;
  readonly [name: string]: unknown;
}

export interface OperationError {
  /** Of `fatalCodes` where it fits one. */
  readonly code: string;
  readonly detail: string;
  readonly remedy: string;
}

/** The last line of every answer. */
export type OperationAnswer = { readonly end: object } | { readonly error: OperationError };

/** One request under way. */
export interface OperationCall {
  readonly request: OperationRequest;
  /** One line to the client, an object without `end` and `error`. Resolves when there is room for more, also when the client is gone. */
  say(line: object): Promise<void>;
  /** The client's next line; undefined when it has gone, sends no more, or says nothing for 5 minutes. */
  nextLine(): Promise<unknown>;
  /** Aborts when the connection is closed, also by the agent's end. */
  readonly signal: AbortSignal;
  /** Aborts when the client can answer nothing any more: it closed its side, which is all that is seen of one that ended. */
  readonly muted: AbortSignal;
}

/** Answers one request. An AgentFault that it throws becomes the error. */
export type AnswerOperation = (call: OperationCall) => Promise<OperationAnswer>;
