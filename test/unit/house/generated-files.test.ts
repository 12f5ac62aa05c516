import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { generatedFiles } from "../../generate/generated-files.ts";

describe("generated files", () => {
  for (const { file, render } of generatedFiles) {
    it(`${relative(".", fileURLToPath(file))} is what the code makes now: run \`npm run generate\` after changing it`, async () => {
      expect(await readFile(file, "utf8")).to.equal(await render());
    });
  }
});
