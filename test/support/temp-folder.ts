import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder of its own for each test of a `describe`. */
export function useTempFolder(): () => string {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "mediashare-test-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  return () => folder;
}
