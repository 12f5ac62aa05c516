import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";

/**
 * Compares a text with the file that holds it as it was approved.
 * With MEDIASHARE_UPDATE_GOLDEN=1 the file is written instead: look at the diff before you commit it.
 */
export function expectGolden(file: URL, text: string): void {
  if (process.env.MEDIASHARE_UPDATE_GOLDEN === "1") writeFileSync(file, text);
  expect(text).to.equal(readFileSync(file, "utf8"));
}
