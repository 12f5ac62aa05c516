import { writeFile } from "node:fs/promises";
import { documentFile } from "@mediashare/web";
import { renderOpenApi } from "./render-openapi.ts";

await writeFile(documentFile, await renderOpenApi());
