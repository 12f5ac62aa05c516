import { copyFile, cp, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cachedOnce } from "./cache.ts";
import { runCommand } from "./command.ts";
import type { Docker } from "./docker.ts";

const npmVersion = "11.19.1";
const certificates = "/etc/ssl/certs/ca-certificates.crt";

/** Raised when the recipe changes. */
const recipe = 1;

/** Debian with Node and npm, as `node:24-slim` is, made here: images cannot be pulled everywhere. Answers with its tag. */
export async function buildBaseImage(docker: Docker): Promise<string> {
  const mirrors = await readMirrors();
  const suite = mirrors.find(({ codename }) => !codename.includes("-"));
  if (!suite) throw new Error("apt knows no Debian suite: check its sources (apt-get indextargets)");
  const tag = `mediashare-base:${suite.codename}-node${process.versions.node}-${recipe}`;
  if (await docker.has(tag)) return tag;
  const archive = await cachedOnce(tag.replace(":", "-"), (folder) => makeArchive(folder, suite, mirrors));
  const environment = `ENV NODE_EXTRA_CA_CERTS=${certificates}`;
  await docker.run(["import", "--change", environment, "--change", 'CMD ["node"]', join(archive, "base.tar"), tag]);
  return tag;
}

interface Mirror {
  readonly url: string;
  readonly codename: string;
}

/** Where apt gets this machine's Debian from. */
async function readMirrors(): Promise<readonly Mirror[]> {
  const listed = await runCommand("apt-get", ["indextargets", "--format", "$(ORIGIN) $(SITE) $(CODENAME)"]);
  const lines = [...new Set(listed.split("\n"))].map((line) => line.split(" "));
  return lines.flatMap(([origin, url, codename]) => (origin === "Debian" && url && codename ? [{ url, codename }] : []));
}

async function makeArchive(folder: string, suite: Mirror, mirrors: readonly Mirror[]): Promise<void> {
  const root = join(folder, "root");
  await runCommand("debootstrap", ["--variant=minbase", "--include=ca-certificates", suite.codename, root, suite.url]);
  await copyFile(certificates, join(root, certificates));
  await writeFile(join(root, "etc/apt/sources.list"), mirrors.map(({ url, codename }) => `deb ${url} ${codename} main\n`).join(""));
  for (const unneeded of ["usr/share/doc", "usr/share/man", "usr/share/locale", "var/cache/apt/archives", "var/lib/apt/lists"]) {
    await rm(join(root, unneeded), { recursive: true, force: true });
    await mkdir(join(root, unneeded));
  }
  await copyFile(fileURLToPath(import.meta.resolve("node/bin/node")), join(root, "usr/local/bin/node"));
  await installNpm(root, folder);
  await runCommand("tar", ["--create", "--file", join(folder, "base.tar"), "--directory", root, "."]);
  await rm(root, { recursive: true });
}

async function installNpm(root: string, folder: string): Promise<void> {
  await runCommand("npm", ["pack", `npm@${npmVersion}`, "--pack-destination", folder], { cwd: folder });
  await runCommand("tar", ["--extract", "--gzip", "--file", `npm-${npmVersion}.tgz`], { cwd: folder });
  await cp(join(folder, "package"), join(root, "usr/local/lib/node_modules/npm"), { recursive: true });
  for (const name of ["npm", "npx"]) await symlink(`../lib/node_modules/npm/bin/${name}-cli.js`, join(root, "usr/local/bin", name));
  await rm(join(folder, "package"), { recursive: true });
  await rm(join(folder, `npm-${npmVersion}.tgz`));
}
