import { examples, synthesized } from "../../support/eks.ts";
import { expectGolden } from "../../support/golden.ts";
import { digest } from "../../support/template-digest.ts";

describe("the templates", () => {
  for (const example of examples) {
    it(`of ${example} have the approved resources and rights`, () => {
      const parts = [...synthesized(example).templates].sort(([one], [other]) => one.localeCompare(other));
      const text = parts.map(([part, template]) => `# ${part}\n${digest(template)}`).join("\n");
      expectGolden(new URL(`./golden/${example}.txt`, import.meta.url), text);
    });
  }
});
