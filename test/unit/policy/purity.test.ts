import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";

const source = new URL("../../../operator/policy/src/", import.meta.url);
const files = readdirSync(source);

describe("operator/policy", () => {
  it("imports nothing but its own files", () => {
    const imported = files.flatMap((file) => {
      const text = readFileSync(new URL(file, source), "utf8");
      return [...text.matchAll(/(?:from|import|require)\s*\(?\s*["']([^"']+)["']/g)].map(([, specifier]) => specifier);
    });
    expect(imported.length).to.be.above(50);
    for (const specifier of imported) expect(specifier).to.match(/^\.\/[a-z-]+\.ts$/);
  });

  it("looks at no clock, no chance and no environment", () => {
    for (const file of files) {
      expect(readFileSync(new URL(file, source), "utf8").replace(/\/\*\*[\s\S]*?\*\//g, ""), file).not.to.match(
        /Date\b|Math\.random|process\.|globalThis|console\./,
      );
    }
  });
});
