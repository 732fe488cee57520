/** What the agent says of its own accord to people who can read it for the first time. `things` are titles. */
export const introduce = {
  hello: (name: string, things: string) => `I am ${name}, a Roomwire agent, and look after: ${things}.`,
  noThings: "nothing yet",
  more: (count: number) => `${count} more`,
  how: "!help tells what I understand, !status how things are.",
  data: "What programs read goes to a room of its own: join it or not, and mute it.",
  newcomers: "For who has just joined, how things are:",
};
