import openapiTypescript, { astToString } from "openapi-typescript";
import { renderOpenApi } from "./render-openapi.ts";

/** The types of the client, of the same OpenAPI document that the site serves. */
export async function renderClientTypes(): Promise<string> {
  const types = astToString(await openapiTypescript(await renderOpenApi(), { exportType: true, alphabetize: false }));
  return `// Generated from the OpenAPI document by \`npm run generate\`.\n\n${types}`;
}
