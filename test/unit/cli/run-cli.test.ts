import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCli as runCliIn } from "@mediashare/cli";
import { expect } from "chai";
import { parse } from "yaml";

const root = join(import.meta.dirname, "../../..");
const pipeline = join(root, "test/bench/traces/pipeline.yaml");

/** Nothing of the environment is given: no command may reach further than its files. */
const runCli = (args: readonly string[]) => runCliIn(args, { environment: {}, say: () => undefined });

describe("mediashare", () => {
  let folder: string;
  let trace: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "mediashare-cli-"));
    trace = await file("load.csv", "second,count,taskSeconds\n0,40,5\n60,1,20\n");
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function file(name: string, text: string): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  }

  async function edited(change: (yaml: string) => string): Promise<string> {
    return file("pipeline.yaml", change(await readFile(pipeline, "utf8")));
  }

  function simulate(options: Readonly<Record<string, string>> = {}) {
    const all = { "--spec": pipeline, "--trace": trace, ...options };
    return runCli(["simulate", ...Object.entries(all).flat()]);
  }

  describe("help", () => {
    for (const args of [[], ["--help"], ["-h"], ["help"]]) {
      it(`names the commands: mediashare ${args.join(" ")}`, async () => {
        const { exitCode, out, error } = await runCli(args);
        expect([exitCode, error]).to.deep.equal([0, ""]);
        expect(out).to.match(/^usage: mediashare <command>/);
        expect(out).to.include("upload     bring folders").and.include("simulate   replay a load");
      });
    }

    for (const option of ["--help", "-h"]) {
      it(`names a command's options, whatever else is written: mediashare simulate --peers ${option}`, async () => {
        const { exitCode, out, error } = await runCli(["simulate", "--peers", option]);
        expect([exitCode, error]).to.deep.equal([0, ""]);
        expect(out).to.match(/^usage: mediashare simulate --spec/);
        for (const name of ["--spec", "--trace", "--out", "--peers", "--seed", "--boot-seconds"]) expect(out).to.include(`\n  ${name} `);
      });
    }
  });

  describe("a command line that it does not understand ends with 2, and the usage", () => {
    for (const name of ["simulat", "constructor", "toString", ""]) {
      it(`a command that there is not: "${name}"`, async () => {
        const { exitCode, out, error } = await runCli([name]);
        expect([exitCode, out]).to.deep.equal([2, ""]);
        expect(error).to.include(`mediashare: "${name}" is not a command.\n\nusage: mediashare <command>`);
      });
    }

    const cases: readonly [title: string, args: readonly string[], fault: string][] = [
      ["no --spec", ["--trace", "load.csv"], "--spec is missing: name the file of a MediaPipeline."],
      ["no --trace", ["--spec", "pipeline.yaml"], "--trace is missing: name the file of a load."],
      ["an option that there is not", ["--sped", "1"], "Unknown option '--sped'"],
      ["an option without its value", ["--spec"], "'--spec <value>' argument missing"],
      ["a word too many", ["pipeline.yaml"], "Unexpected argument 'pipeline.yaml'"],
      [
        "a peer that there is not",
        ["--spec", "a", "--trace", "b", "--peers", "tuned,karpenter"],
        '--peers tuned,karpenter: "karpenter" is unknown; write',
      ],
      ["a seed in words", ["--spec", "a", "--trace", "b", "--seed", "one"], '--seed is "one"; write a whole number.'],
      ["a boot time below zero", ["--spec", "a", "--trace", "b", "--boot-seconds=-1"], '--boot-seconds is "-1"; write a whole number.'],
    ];
    for (const [title, args, fault] of cases) {
      it(title, async () => {
        const { exitCode, out, error } = await runCli(["simulate", ...args]);
        expect([exitCode, out]).to.deep.equal([2, ""]);
        expect(error).to.match(/^mediashare simulate: /);
        expect(error).to.include(fault);
        expect(error).to.include("\n\nusage: mediashare simulate");
      });
    }
  });

  describe("an upload that is asked for wrongly ends with 2, and the usage", () => {
    const cases: readonly [title: string, args: readonly string[], fault: string][] = [
      ["no file", [], "no file or folder is named."],
      ["a site that is no URL", ["--url", "localhost", "."], '--url is "localhost"; write the site\'s address'],
      ["a site that is no web site", ["--url", "ftp://photos.example", "."], '--url is "ftp://photos.example"'],
      ["too many at a time", ["--parallel", "17", "."], '--parallel is "17"; write a number from 1 to 16.'],
      ["none at a time", ["--parallel", "0", "."], '--parallel is "0"'],
      ["an album without a title", ["--album", " ", "."], '--album is " "; write the title of an album'],
      ["an option that there is not", ["--recursive", "."], "Unknown option '--recursive'"],
    ];
    for (const [title, args, fault] of cases) {
      it(title, async () => {
        const { exitCode, out, error } = await runCli(["upload", ...args]);
        expect([exitCode, out]).to.deep.equal([2, ""]);
        expect(error).to.include(`mediashare upload: ${fault}`).and.include("\n\nusage: mediashare upload");
      });
    }

    it("a folder that is not there ends with 1", async () => {
      const { exitCode, error } = await runCli(["upload", join(folder, "none")]);
      expect(exitCode).to.equal(1);
      expect(error).to.include(`mediashare upload: ${join(folder, "none")} cannot be read: ENOENT`);
    });
  });

  describe("a file that it cannot use ends with 1, and a sentence", () => {
    it("a pipeline that is not there", async () => {
      const path = join(folder, "none.yaml");
      const { exitCode, out, error } = await simulate({ "--spec": path });
      expect([exitCode, out]).to.deep.equal([1, ""]);
      expect(error).to.include(`mediashare simulate: --spec ${path} cannot be read: ENOENT`);
    });

    it("a folder in place of a trace", async () => {
      const { exitCode, error } = await simulate({ "--trace": folder });
      expect(exitCode).to.equal(1);
      expect(error).to.include(`--trace ${folder} cannot be read: EISDIR`);
    });

    it("a pipeline that is not YAML, with the place of the fault", async () => {
      const path = await file("pipeline.yaml", "spec:\n  worker: {\n");
      const { exitCode, error } = await simulate({ "--spec": path });
      expect(exitCode).to.equal(1);
      expect(error).to.include(`--spec ${path} is not YAML: `);
      expect(error).to.match(/at line \d+, column \d+/);
    });

    it("a pipeline with faults, each with its path", async () => {
      const spec = await edited((yaml) => yaml.replace("max: 120", "max: many").replace("  region: eu-central-1\n", ""));
      const { exitCode, error } = await simulate({ "--spec": spec });
      expect(exitCode).to.equal(1);
      expect(error).to.include("The MediaPipeline has 2 faults:");
      expect(error).to.include("  spec.region: is missing");
      expect(error).to.include("  spec.worker.scaling.max: ");
    });

    it("an empty pipeline", async () => {
      const { exitCode, error } = await simulate({ "--spec": await file("pipeline.yaml", "") });
      expect(exitCode).to.equal(1);
      expect(error).to.include("The MediaPipeline has ");
    });

    it("a trace with a fault, with its line", async () => {
      const { exitCode, error } = await simulate({ "--trace": await file("bad.csv", "0,1,5\n10,two,5\n") });
      expect(exitCode).to.equal(1);
      expect(error).to.equal('mediashare simulate: Line 2 of the trace: count is "two"; write a whole number from 0 to 3456000.');
    });

    it("a report that cannot be written", async () => {
      const path = join(folder, "none/report.html");
      const { exitCode, out, error } = await simulate({ "--out": path });
      expect([exitCode, out]).to.deep.equal([1, ""]);
      expect(error).to.include(`--out ${path} cannot be written: ENOENT`);
    });
  });

  describe("simulate", () => {
    it("prints the comparison, and writes the report", async () => {
      const path = join(folder, "report.html");
      const { exitCode, out, error } = await simulate({ "--out": path });
      expect([exitCode, error]).to.deep.equal([0, ""]);
      expect(out.split("\n")[0]?.trim().split(/ {2,}/)).to.deep.equal([
        "Mediashare",
        "KEDA + HPA + CA (defaults)",
        "KEDA + HPA + CA (tuned)",
      ]);
      expect(out).to.match(/^time to ready, p95 +\d+ s +\d+ s +\d+ s$/m);
      expect(out).to.match(/^tasks done +41 +41 +41$/m);
      expect(out, "120 s ÷ (220 s ÷ 41)").to.include("Tuned: queueLength 22 ");
      expect(out).to.include(`Plots: ${path}`);
      expect(await readFile(path, "utf8")).to.include(`<title>photos under ${trace}</title>`);
    });

    it("writes nothing unless told where to", async () => {
      expect((await simulate()).out).not.to.include("Plots:");
    });

    it("compares with the peers that are named, or with none", async () => {
      const header = async (peers: string) => (await simulate({ "--peers": peers })).out.split("\n")[0]?.trim();
      expect(await header("tuned")).to.match(/^Mediashare +KEDA \+ HPA \+ CA \(tuned\)$/);
      expect(await header("none")).to.equal("Mediashare");
    });

    it("says the same for the same seed", async () => {
      const [first, second, other] = [
        await simulate({ "--seed": "5" }),
        await simulate({ "--seed": "5" }),
        await simulate({ "--seed": "6" }),
      ];
      expect(second).to.deep.equal(first);
      expect(other.out).to.include("Seed 6;");
      expect(other.out).not.to.equal(first.out);
    });

    it("waits for nodes as long as it is told", async () => {
      const p95 = async (bootSeconds: string) =>
        Number(/^time to ready, p95 +(\d+) s/m.exec((await simulate({ "--peers": "none", "--boot-seconds": bootSeconds })).out)?.[1]);
      expect(await p95("300")).to.be.greaterThan((await p95("30")) + 200);
    });

    it("finds the pipeline among other objects in the file", async () => {
      const spec = await edited((yaml) => `apiVersion: v1\nkind: Namespace\nmetadata: { name: photos }\n---\n${yaml}`);
      expect(await simulate({ "--spec": spec })).to.deep.equal(await simulate());
    });

    it("reads a pipeline in JSON", async () => {
      const spec = await edited((yaml) => JSON.stringify(parse(yaml)));
      expect(await simulate({ "--spec": spec })).to.deep.equal(await simulate());
    });
  });

  it("runs as a program, from anywhere", async () => {
    const args = ["simulate", "--spec", pipeline, "--trace", "load.csv", "--out", "report.html"];
    const { code, stdout, stderr } = await program(args, folder);
    expect([code, stderr]).to.deep.equal([0, ""]);
    expect(stdout).to.match(/^ +Mediashare .*\ntime to ready, p50 /);
    expect(await readFile(join(folder, "report.html"), "utf8")).to.include("<title>photos under load.csv</title>");
    const wrong = await program(["simulate"], folder);
    expect([wrong.code, wrong.stdout]).to.deep.equal([2, ""]);
    expect(wrong.stderr).to.match(/^mediashare simulate: --spec is missing/);
  });
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function program(args: readonly string[], cwd: string): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [join(root, "services/cli/bin/mediashare.mjs"), ...args], { cwd }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}
