import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { parseMediaPipeline } from "@mediashare/api";
import { type Manifest, publicBackendImages } from "@mediashare/cdk8s";
import { runSynth } from "@mediashare/cdk8s/synth";
import { expect } from "chai";
import { chartFolder, readManifests } from "../../support/charts/helm.ts";
import { useHelm } from "../../support/charts/use-helm.ts";
import { containersOf, workloadsOf } from "../../support/rendered-pods.ts";
import { useTempFolder } from "../../support/temp-folder.ts";

const files = ["README.md", "charts/mediashare/README.md", "charts/mediashare-operator/README.md"] as const;
const read = (file: string): string => readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8");

/** The lines of a page's blocks of shell, continued ones as one. */
function commandsOf(markdown: string): readonly string[] {
  const blocks = [...markdown.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = ""]) => block.replaceAll(/\\\n\s*/g, ""));
  return blocks.join("\n").split("\n");
}

const shell = (command: string, cwd: string): Promise<string> =>
  promisify(execFile)("bash", ["-euo", "pipefail", "-c", command], { cwd }).then(({ stdout }) => stdout);

describe("what the pages say that one should type", function () {
  this.timeout(60_000);
  const helm = useHelm();
  const folder = useTempFolder();
  const ofChart = read("charts/mediashare/README.md");
  const values = /```yaml\n# values\.yaml\n([\s\S]*?)```/.exec(ofChart)?.[1] as string;

  /** What `helm install` of a page would make. */
  const install = async (command: string): Promise<Manifest[]> => {
    await writeFile(join(folder(), "values.yaml"), values);
    const words = command.split(/\s+/).slice("helm install".split(" ").length);
    const args = words
      .filter((word) => word !== "--create-namespace")
      .map((word) => word.replace(/^charts\/(mediashare(?:-operator)?)$/, (_all, name) => chartFolder(name)))
      .map((word) => (word === "values.yaml" ? join(folder(), word) : word));
    const { exitCode, out, error } = await helm().run(["template", ...args]);
    expect(exitCode, `${command}\n${error}`).to.equal(0);
    return readManifests(out);
  };

  for (const file of files) {
    for (const [index, command] of commandsOf(read(file))
      .filter((each) => each.startsWith("helm install"))
      .entries()) {
      it(`${file}: helm install, ${index + 1}`, async () => {
        const manifests = await install(command);
        const kinds = manifests.map(({ kind }) => kind);
        expect(kinds).to.include(command.includes("charts/mediashare-operator") ? "CustomResourceDefinition" : "MediaPipeline");
        const images = workloadsOf(manifests)
          .flatMap(containersOf)
          .map(({ image }) => image);
        const theirs = Object.values(publicBackendImages) as string[];
        if (command.includes("image.repository=registry.example.org/mediashare"))
          for (const image of images.filter((each) => !theirs.includes(each)))
            expect(image).to.match(/^registry\.example\.org\/mediashare\/\w+:0\.1\.0$/);
      });
    }
  }

  it("charts/mediashare/README.md: the Secrets are those that its values name, under their keys", async function () {
    const commands = commandsOf(ofChart).filter((each) => each.startsWith("kubectl create secret"));
    if (!(await shell("kubectl version --client", folder()).catch(() => undefined))) return this.skip();
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    await writeFile(join(folder(), "private_key.pem"), privateKey.export({ type: "pkcs8", format: "pem" }));
    const made = await Promise.all(
      commands.map(async (command) => {
        const { metadata, data } = JSON.parse(await shell(`${command} --dry-run=client --output=json`, folder()));
        return [metadata.namespace, metadata.name, ...Object.keys(data)];
      }),
    );
    const [command = ""] = commandsOf(ofChart).filter((each) => each.startsWith("helm install"));
    const [pipeline] = (await install(command)).filter(({ kind }) => kind === "MediaPipeline");
    const { database, delivery, auth } = parseMediaPipeline(pipeline).spec;
    const wanted = [database.secretRef, delivery.privateKeyRef, auth?.secretRef].map((ref) => ["media", ref?.name, ref?.key]);
    expect(made).to.deep.equal(wanted);
  });

  it("all pages: what synth is asked for, it prints", async () => {
    const asked = files.flatMap((file) =>
      [...read(file).matchAll(/npm run -s synth -- ([^|`\n]+)|`(--\w+(?: \S+\.yaml)?)`/g)].map(([, first, second]) =>
        (first ?? second ?? "").trim(),
      ),
    );
    const options = [...new Set(asked)].filter((text) => /^--(crd|operator|backends|spec)\b/.test(text));
    expect(options).to.include.members([
      "--crd",
      "--operator",
      "--backends",
      "--spec cdk8s/examples/development.yaml",
      "--spec cdk8s/examples/photos.yaml",
    ]);
    for (const text of options) {
      const { out, error } = await runSynth(
        text.split(" ").map((word) => word.replace(/^cdk8s\//, new URL("../../../cdk8s/", import.meta.url).pathname)),
      );
      expect([error, readManifests(out).length > 0], text).to.deep.equal(["", true]);
    }
  });
});
