/** Connections and Things for a new configuration, as YAML below `connections:` and `things:`, indented by two. */
export interface FoundThings {
  /** What it is, in one sentence for the person at the terminal. */
  readonly what: string;
  readonly connections: string;
  readonly things: string;
}

/** What is there to be configured. Every way of finding hardware comes in here; without any there is something to try it out with. */
export async function findThings(): Promise<FoundThings> {
  return simulated;
}

const simulated: FoundThings = {
  what: 'No hardware is configured yet: the Thing "Trial" is made up, so that there is something to see and to switch.',
  connections: `  trial: { type: simulated }   # made-up signals, and lines inside the agent; see docs/config.md for real ones
`,
  things: `  trial:
    title: Trial
    properties:
      temperature:
        type: number
        unit: Cel
        decimals: 1
        from: { connection: trial, wave: sine, low: 18, high: 24, period: 5m, every: 5s }
        report: { change: 0.1, at_most_every: 10s }
      lamp:
        type: boolean
        from: { connection: trial, line: lamp }
        to: { connection: trial, line: lamp, safe_value: false }   # off at start, stop and crash
        limits: { max_on: 10m }                                    # off again after so long at the latest
`,
};
