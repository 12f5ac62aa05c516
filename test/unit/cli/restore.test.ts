import { runCli } from "@mediashare/cli";
import { expect } from "chai";

const restore = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  runCli(["restore", ...args], { environment, say: () => undefined });

describe("mediashare restore", () => {
  it("tells its options", async () => {
    const { exitCode, out } = await restore(["--help"]);
    expect(exitCode).to.equal(0);
    for (const name of ["--apply", "--dry-run", "--delete-missing", "--renditions"]) expect(out).to.include(`\n  ${name} `);
  });

  const cases: readonly [title: string, args: readonly string[], fault: string][] = [
    ["an option that there is not", ["--force"], "Unknown option '--force'"],
    ["both ways at once", ["--apply", "--dry-run"], "--apply and --dry-run cannot be asked for at once."],
    ["deleting in a dry run", ["--delete-missing", "3"], "--delete-missing changes rows: it goes with --apply."],
    ["deleting for the sake of renditions", ["--renditions", "--apply", "--delete-missing", "3"], "--delete-missing is about originals"],
    ["deleting without a number", ["--apply", "--delete-missing", "all"], '--delete-missing is "all"; write the number of media'],
  ];
  for (const [title, args, fault] of cases) {
    it(`refuses ${title} with 2, and the usage`, async () => {
      const { exitCode, out, error } = await restore(args);
      expect([exitCode, out]).to.deep.equal([2, ""]);
      expect(error).to.include(`mediashare restore: ${fault}`).and.to.include("\n\nusage: mediashare restore");
    });
  }

  it("names what the environment lacks", async () => {
    const { exitCode, error } = await restore([]);
    expect(exitCode).to.equal(1);
    expect(error).to.include("MEDIASHARE_DATABASE_URL is not set");
    const disk = await restore([], { MEDIASHARE_DATABASE_URL: "postgres://localhost/media", MEDIASHARE_STORAGE: "disk" });
    expect([disk.exitCode, disk.error.includes("MEDIASHARE_STORAGE_PATH is not set")]).to.deep.equal([1, true]);
  });

  it("says that the bucket cannot be reached, before it looks at the database", async () => {
    const { exitCode, error } = await restore([], {
      MEDIASHARE_DATABASE_URL: "postgres://127.0.0.1:1/media",
      MEDIASHARE_STORAGE: "disk",
      MEDIASHARE_STORAGE_PATH: "/dev/null",
    });
    expect(exitCode).to.equal(1);
    expect(error).to.match(/^mediashare restore: The storage at \/dev\/null\/originals cannot be used/);
  });
});
