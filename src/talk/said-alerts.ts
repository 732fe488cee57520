/** One alert; times are UTC ms. */
export interface SaidAlert {
  /** Names it for programs; undefined: not to be said. */
  readonly key?: string | undefined;
  /** Id of the Thing; undefined: it concerns the agent itself. */
  readonly thing?: string | undefined;
  readonly text: string;
  readonly raisedAt: number;
  readonly overAt?: number;
  readonly isMomentary: boolean;
}

/** All that is told in one message. */
export interface SaidAlerts {
  readonly raised: readonly SaidAlert[];
  readonly repeated: readonly SaidAlert[];
  readonly over: readonly SaidAlert[];
  readonly past: readonly SaidAlert[];
  readonly isRinging: boolean;
}
