import type { Manifest } from "@mediashare/cdk8s";
import { expect } from "chai";

/** The same manifests, in whatever order: Helm sorts by kind. */
export function expectSameManifests(one: readonly Manifest[], other: readonly Manifest[]): void {
  expect(byId(one)).to.deep.equal(byId(other));
  expect(one, "each once").to.have.length(other.length);
}

function byId(manifests: readonly Manifest[]): Record<string, Manifest> {
  return Object.fromEntries(
    manifests.map((manifest) => [`${manifest.kind}/${manifest.metadata.namespace}/${manifest.metadata.name}`, manifest]),
  );
}
