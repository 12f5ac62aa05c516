import { skipSuite } from "../skip-suite.ts";
import { Helm } from "./helm.ts";

const buildMs = 600_000;

/** Helm for the tests of a `describe`, which are skipped where there is no Go. The first time it is built, in minutes. */
export function useHelm(): () => Helm {
  let helm: Helm | undefined;
  before(async function () {
    this.timeout(buildMs);
    helm = await Helm.find();
    if (!helm) skipSuite(this, "Helm needs Go on PATH, to build it from its module");
  });
  after(async () => {
    await helm?.remove();
  });
  return () => helm as Helm;
}
