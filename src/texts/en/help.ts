/** The grammar of text commands: what is typed, and what it does. docs/commands.md is written from it. */
export const help = {
  title: "What you can ask",
  forms: [
    { form: "!status", does: "how the agent is, and all values" },
    { form: "!things", does: "the Things and what they can do" },
    { form: "!who", does: "who may do what" },
    { form: "!log", does: "what was done lately" },
    { form: "!log greenhouse", does: "the same of one Thing" },
    { form: "!log 24h", does: "the same of so long" },
    { form: "!help", does: "this list" },
    { form: "!greenhouse", does: "all values of a Thing" },
    { form: "!temperature", does: "one value" },
    { form: "!pump on", does: "sets a property" },
    { form: "!setpoint 21.5", does: "sets a number" },
    { form: "!pump on for 10m", does: "sets it for a time, then back to its safe value" },
    { form: "!water", does: "carries out an action" },
    { form: "!water 30s", does: "the same for so long" },
    { form: "!stop", does: "sets everything safe at once, until it is released" },
    { form: "!stop release", does: "lets things move again" },
    { form: "4821", does: "the code that I asked for" },
    { form: "!greenhouse pump on", does: "the same by its full name" },
    { form: "!greenhouse/pump on", does: "the same by its path" },
    { form: "!pair CODE", does: "makes you known, with the code that the machine shows" },
  ],
  footer:
    "A name may be an id, a title or an alias; case, spaces and accents do not matter. Instead of ! you may type / or my name and a colon.",
};
