import type { Configuration } from "../config/configuration.ts";
import { english, type Texts } from "../texts/english.ts";

/** What the agent says, in the language of the configuration. Another one than English is loaded only where it is spoken. */
export async function loadTexts(language: Configuration["language"]): Promise<Texts> {
  switch (language) {
    case "en":
      return english;
    case "de": {
      const { german } = await import("../texts/german.ts");
      return german;
    }
  }
}
