import { execFile, spawnSync } from "node:child_process";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { changedExample, exampleFile, synthesized } from "../../support/eks.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
/** Without a network, where root may take it away: whatever asks AWS fails. */
const offline = spawnSync("unshare", ["--net", "true"]).status === 0 ? ["unshare", "--net"] : [];

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

describe(`the commands of the AWS deployment, without credentials${offline.length > 0 ? " and without a network" : ""}`, function () {
  this.timeout(300_000);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "mediashare of aws-"));
  });
  after(() => rm(folder, { recursive: true }));

  /** As npm runs a workspace's scripts: in its folder. */
  const run = (program: string, ...args: string[]): Promise<Ended> => {
    const [command = program, ...rest] = [...offline, program, ...args];
    const env = { PATH: process.env["PATH"], HOME: folder };
    return new Promise((resolve) => {
      execFile(command, rest, { cwd: join(root, "eks"), env, maxBuffer: 2 ** 26 }, (failure, out, error) =>
        resolve({ code: failure ? Number(failure.code) : 0, out, error }),
      );
    });
  };
  const start = (name: string, ...args: string[]) => run(process.execPath, join(root, `eks/src/commands/${name}.ts`), ...args);

  it("npm run synth makes the templates of both examples, and lists them", async () => {
    const { code, out, error } = await run("npm", "run", "--silent", "synth");
    expect(code, error).to.equal(0);
    for (const example of ["small", "production"] as const) {
      expect(out).to.match(new RegExp(`^examples/${example}\\.yaml → cdk\\.out/${example}$`, "m"));
      for (const part of synthesized(example).templates.keys()) expect(out).to.match(new RegExp(`^ {2}${part} +\\d+ resources$`, "m"));
    }
  });

  it("cdk finds the stacks of a file anywhere, and deploys them in the order in which they need each other", async () => {
    const file = join(folder, "it's mine.yaml");
    await cp(exampleFile("small"), file);
    const { code, out, error } = await start("cdk", "list", "--config", file);
    expect(code, error).to.equal(0);
    const stacks = out
      .trim()
      .split("\n")
      .map((line) => line.replace(/ .*/, ""));
    expect(stacks).to.have.members([...synthesized("small").templates.keys()].map((part) => `photos-${part}`));
    const before = (one: string, other: string) =>
      expect(stacks.indexOf(`photos-${one}`), one).to.be.lessThan(stacks.indexOf(`photos-${other}`));
    before("network", "cluster");
    before("queues", "storage");
    before("addons", "application");
    before("database", "application");
  });

  for (const name of ["cost", "prices", "cdk"]) {
    it(`${name} without a file tells how it is called`, async () => {
      const { code, out, error } = await start(name);
      expect([code, out]).to.deep.equal([2, ""]);
      expect(error).to.match(/^usage: npm run .* -w eks -- .*--config FILE/);
    });
  }

  for (const name of ["synth", "cost", "prices", "cdk"]) {
    it(`${name} of a wrong file tells each fault in a line, and nothing else`, async () => {
      const file = join(folder, "wrong.yaml");
      await writeFile(file, changedExample("small", { "site.webHost": undefined, "network.serviceCidr": 7 }));
      const { code, out, error } = await start(name, ...(name === "cdk" ? ["deploy"] : []), "--config", file);
      expect([code, out]).to.deep.equal([1, ""]);
      expect(error.split("\n")).to.deep.equal([
        `${name}: ${file} has 2 faults:`,
        "  site.webHost: is missing: write the public host name of the site, such as photos.example.org",
        "  network.serviceCidr: is 7; write text, in quotes where it could be taken for something else",
        "",
      ]);
    });
  }
});
