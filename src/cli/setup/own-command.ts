/** How the person at the terminal starts Roomwire: installed, or from a checkout through npm, which says so in the environment. */
export function ownCommand(words: string, env: NodeJS.ProcessEnv): string {
  return env.npm_lifecycle_event === "roomwire" ? `npm run -s roomwire -- ${words}` : `roomwire ${words}`;
}
