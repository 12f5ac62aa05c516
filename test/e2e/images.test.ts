import { healthPaths } from "@mediashare/contract";
import { findFreePort } from "@mediashare/local";
import { expect } from "chai";
import { type Deployment, startDeployment } from "../support/deployment.ts";
import type { Docker } from "../support/node/docker.ts";
import { type ImageName, imageNames, imageOf, sourceImage } from "../support/node/images.ts";
import { runContainer } from "../support/node/running-container.ts";
import { sharedImages } from "../support/node/shared.ts";
import { skipSuite } from "../support/skip-suite.ts";
import { startVersitygw, type Versitygw } from "../support/versitygw.ts";
import { waitFor } from "../support/wait-for.ts";

const userId = "10001";
const fleets = ["upload", "web", "worker", "edge"] as const satisfies readonly ImageName[];

describe("images", function () {
  this.timeout(1_800_000);
  let docker: Docker;
  let deployment: Deployment | undefined;
  let s3: Versitygw | undefined;

  before(async function () {
    const source = await sharedImages();
    if ("skipped" in source) skipSuite(this, source.skipped);
    docker = source.docker;
    const started = await startVersitygw();
    if ("skipped" in started) throw new Error(started.skipped);
    s3 = started;
    await s3.createBucket("originals");
    await s3.createBucket("renditions");
    deployment = await startDeployment({
      MEDIASHARE_STORAGE: "s3",
      MEDIASHARE_S3_ENDPOINT: s3.options.endpoint as string,
      MEDIASHARE_S3_PATH_STYLE: "true",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test-secret",
    });
  });
  after(async () => {
    await deployment?.stop();
    await s3?.stop();
  });

  /** What an image's files say, looked at without starting it. */
  const look = (name: ImageName, script: string): Promise<string> =>
    docker.run(["run", "--rm", "--network=none", "--entrypoint=sh", imageOf(name), "-c", script]);

  const answers = async (port: number, path: string): Promise<boolean> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined);
    await response?.body?.cancel();
    return response?.ok ?? false;
  };
  /** The images know where their own ffmpeg is, and have no folder of this machine. */
  const environment = (port: number): Record<string, string> => {
    const {
      MEDIASHARE_FFMPEG_PATH: _ffmpeg,
      MEDIASHARE_FFPROBE_PATH: _ffprobe,
      MEDIASHARE_SCRATCH_PATH: _scratch,
      ...env
    } = (deployment as Deployment).environment;
    return { ...env, MEDIASHARE_PORT: String(port) };
  };

  for (const fleet of fleets) {
    it(`${fleet} answers without a privilege on a read-only root, and ends cleanly`, async () => {
      const port = await findFreePort();
      const container = await runContainer(docker, imageOf(fleet), environment(port), () => answers(port, healthPaths.ready));
      try {
        expect(await answers(port, healthPaths.live)).to.equal(true);
        expect((await container.exec("id", "--user")).trim()).to.equal(userId);
        expect((await container.exec("cat", "/proc/1/comm")).trim()).to.equal("tini");
        expect(await container.end()).to.equal(0);
      } finally {
        await container.remove();
      }
    });
  }

  it("dev runs a fleet from its sources, and again when one of them is put into it", async () => {
    const port = await findFreePort();
    const env = { ...environment(port), FLEET: "web" };
    const container = await runContainer(docker, imageOf(sourceImage), env, () => answers(port, healthPaths.ready));
    try {
      expect(await container.log()).to.not.include("site is served anew");
      // As tar does it: another file in the place of the old one.
      await container.exec("sed", "-i", "s/site is served/site is served anew/", "/tmp/code/services/web/src/main.ts");
      await waitFor("the changed source to run", async () => (await container.log()).includes("site is served anew"), {
        timeoutMs: 60_000,
        detail: () => container.log(),
      });
    } finally {
      await container.remove();
    }
  });

  for (const name of imageNames) {
    it(`${name} has what it runs and no tool to build with`, async () => {
      expect(await docker.run(["inspect", "--format", "{{.Config.User}}", imageOf(name)])).to.match(/^\d+:\d+\n$/);
      const tools = await look(name, "for tool in npm npx yarn corepack gcc make git curl; do command -v $tool; done; true");
      expect(tools).to.equal("");
      const packages = await look(name, "ls node_modules node_modules/@mediashare node_modules/@types 2>/dev/null; true");
      expect(packages.split("\n")).to.not.include.members(["typescript", "mocha", "vite", "@types"]);
      expect(await look(name, "find . -path ./node_modules -prune -o -name '*.ts' -print")).to.equal("");
    });
  }

  it("the operator has neither a database client nor a media library", async () => {
    const packages = (await look("operator", "ls node_modules node_modules/@img node_modules/@mediashare 2>/dev/null; true")).split("\n");
    for (const name of ["knex", "pg", "sharp", "fluent-ffmpeg", "core"]) expect(packages).to.not.include(name);
    expect(packages).to.include("policy");
    expect(await look("operator", "command -v ffmpeg ffprobe; true")).to.equal("");
  });

  it("the worker has an ffmpeg", async () => {
    expect(await look("worker", "ffmpeg -version && ffprobe -version")).to.match(/^ffmpeg version .*^ffprobe version /ms);
  });
});
