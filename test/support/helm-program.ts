import { goTool } from "./go-tool.ts";

/** Path of Helm, built from its module once for this machine; undefined where there is no Go to build it with. */
export function helmProgram(): Promise<string | undefined> {
  return goTool({ name: "helm", module: "helm.sh/helm/v3/cmd/helm", version: "v3.22.0" });
}
