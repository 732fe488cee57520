export interface PipelineRun {
  readonly readingsPerSecond: number;
  /** µs of all threads of this process, the stub of the homeserver included. */
  readonly cpuPerReading: number;
  readonly events: number;
}

export function pipelineRun(readings: number, ms: number, used: NodeJS.CpuUsage, events: number): PipelineRun {
  return { readingsPerSecond: readings / (ms / 1000), cpuPerReading: (used.user + used.system) / readings, events };
}
