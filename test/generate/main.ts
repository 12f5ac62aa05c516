import { writeFile } from "node:fs/promises";
import { generatedFiles } from "./generated-files.ts";

for (const { file, render } of generatedFiles) await writeFile(file, await render());
