import { messages } from "./messages.ts";

/** The language in which dates and numbers are written: the browser's first that is one (`en-US@posix` is not). */
export const locale = [...(globalThis.navigator?.languages ?? []), messages.locale].find(isLanguageTag) ?? "en";

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    // What cannot be parsed is no tag.
    return false;
  }
}
