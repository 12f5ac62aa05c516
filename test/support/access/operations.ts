import { readFile } from "node:fs/promises";
import { documentFile } from "@mediashare/web";
import type { AccessRule } from "./expectations.ts";

export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly rule: AccessRule | undefined;
  readonly takesJson: boolean;
}

interface OperationJson {
  readonly operationId: string;
  readonly "x-access"?: AccessRule;
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
}

/** Every operation of the OpenAPI document; another test holds that to the routes. */
export async function listOperations(): Promise<readonly Operation[]> {
  const { paths } = JSON.parse(await readFile(documentFile, "utf8")) as { paths: Record<string, Record<string, OperationJson>> };
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operationId: operation.operationId,
      rule: operation["x-access"],
      takesJson: "application/json" in (operation.requestBody?.content ?? {}),
    })),
  );
}

/** Served by the upload endpoint; all else by the site. */
export function isOfUpload({ method, path }: Operation): boolean {
  return /^\/v1\/(tus|shared-tus|shared-media)\b/.test(path) || (method === "POST" && path === "/v1/media");
}
