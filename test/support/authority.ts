import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** An authority of a test's own, which signs servers' certificates. Needs openssl on PATH. */
export interface Authority {
  /** PEM, as clients are given it. */
  readonly certificate: string;
  /** @returns PEM files of a certificate that is for this host name only, and of its key */
  sign(hostName: string): Promise<{ readonly certificateFile: string; readonly keyFile: string }>;
}

/** @param folder where its files go */
export async function createAuthority(name: string, folder: string): Promise<Authority> {
  const at = (file: string): string => join(folder, `${name}-${file}`);
  const newKey = ["-newkey", "rsa:2048", "-nodes", "-days", "2"];
  await run("openssl", ["req", "-x509", ...newKey, "-subj", `/CN=${name}`, "-keyout", at("ca.key"), "-out", at("ca.crt")]);
  return {
    certificate: await readFile(at("ca.crt"), "utf8"),
    sign: async (hostName) => {
      const [certificateFile, keyFile] = [at(`${hostName}.crt`), at(`${hostName}.key`)];
      await writeFile(at("extensions"), `subjectAltName=DNS:${hostName}\n`);
      const request = at(`${hostName}.csr`);
      await run("openssl", [
        "req",
        "-new",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        `/CN=${hostName}`,
        "-keyout",
        keyFile,
        "-out",
        request,
      ]);
      const by = ["-CA", at("ca.crt"), "-CAkey", at("ca.key"), "-CAcreateserial", "-days", "2", "-extfile", at("extensions")];
      await run("openssl", ["x509", "-req", "-in", request, ...by, "-out", certificateFile]);
      return { certificateFile, keyFile };
    },
  };
}
