import { writeFile } from "node:fs/promises";

export interface KubeconfigOptions {
  readonly server: string;
  readonly certificateAuthority: string;
  readonly token: string;
}

export async function writeKubeconfig(path: string, { server, certificateAuthority, token }: KubeconfigOptions): Promise<string> {
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "test", cluster: { server, "certificate-authority": certificateAuthority } }],
    users: [{ name: "test", user: { token } }],
    contexts: [{ name: "test", context: { cluster: "test", user: "test" } }],
    "current-context": "test",
  };
  await writeFile(path, JSON.stringify(config));
  return path;
}
