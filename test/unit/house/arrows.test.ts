import { expect } from "chai";
import { findImports, type Import } from "../../support/find-imports.ts";

/** Which workspaces each may import; what is not named here is nobody's to import. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  "operator/api/src": [],
  "operator/policy/src": [],
  "operator/controller/src": ["api", "cdk8s", "contract", "kit", "policy"],
  "operator/simulator/src": ["api", "policy"],
  "cdk8s/src": ["api", "contract"],
  "eks/src": ["api", "cdk8s", "contract"],
  "services/contract/src": [],
  "services/kit/src": ["contract"],
  "services/core/src": ["contract", "kit"],
  "services/upload/src": ["contract", "core", "kit"],
  "services/worker/src": ["contract", "core", "kit"],
  "services/web/src": ["contract", "core", "kit"],
  "services/web/ui": [],
  "services/local/src": ["contract", "core", "kit", "policy", "upload", "web", "worker"],
  "services/client/src": [],
  "services/cli/src": ["api", "client", "kit", "simulator", "upload"],
};

/** Packages that only one place may know. */
const places: Readonly<Record<string, RegExp>> = {
  "fluent-ffmpeg": /^services\/worker\/src\/ffmpeg\//,
  sharp: /^services\/(worker\/src\/(image|decoder)|local\/src\/sample)\//,
  knex: /^services\/core\/src\//,
  pg: /^services\/core\/src\//,
};

describe("the dependency arrows", () => {
  for (const [folder, allowed] of Object.entries(arrows)) {
    it(`${folder} imports ${allowed.length > 0 ? `only ${allowed.join(", ")}` : "no other workspace"}`, async () => {
      const imports = await findImports(folder);
      expect(imports.length, "imports found").to.be.greaterThan(0);
      expect(imports.filter((each) => leavesRoom(each, allowed)).map(tell)).to.deep.equal([]);
    });
  }

  it("the policy and the contract import nothing at all", async () => {
    const imports = [...(await findImports("operator/policy/src")), ...(await findImports("services/contract/src"))];
    expect(imports.filter(({ specifier }) => !specifier.startsWith("./")).map(tell)).to.deep.equal([]);
  });

  for (const [name, place] of Object.entries(places)) {
    it(`${name} is known in one place`, async () => {
      const imports = await findImports("services", "operator", "cdk8s", "eks");
      const users = imports.filter(({ specifier }) => specifier === name || specifier.startsWith(`${name}/`));
      expect(users.length).to.be.greaterThan(0);
      expect(users.filter(({ file }) => !place.test(file)).map(tell)).to.deep.equal([]);
    });
  }

  it("no module imports itself in a circle", async () => {
    const imports = await findImports("services", "operator", "cdk8s", "eks");
    const edges = Map.groupBy(
      imports.filter(({ target, typeOnly }) => target && !typeOnly),
      ({ file }) => file,
    );
    const done = new Set<string>();
    const path: string[] = [];
    const visit = (file: string): void => {
      if (path.includes(file)) throw new Error(`Circle: ${[...path.slice(path.indexOf(file)), file].join(" → ")}`);
      if (done.has(file)) return;
      path.push(file);
      for (const { target } of edges.get(file) ?? []) visit(target as string);
      path.pop();
      done.add(file);
    };
    for (const file of edges.keys()) visit(file);
    expect(done.size).to.be.greaterThan(100);
  });
});

/** The site may import the schemas of its API, the list of its own addresses, and the measure of the map's cells; nobody else may reach into another workspace by path. */
function leavesRoom({ file, specifier, target }: Import, allowed: readonly string[]): boolean {
  const workspace = /^@mediashare\/([\w-]+)/.exec(specifier)?.[1];
  if (workspace) return !allowed.includes(workspace);
  if (!target) return false;
  const room = (path: string): string => /^(?:cdk8s|eks|\w+\/\w+)\/\w+/.exec(path)?.[0] ?? path;
  return room(target) !== room(file) && !/^services\/web\/src\/(?:api\/\w+\/schema|site\/(?:page-paths|map-cells))\.ts$/.test(target);
}

function tell({ file, specifier }: Import): string {
  return `${file} → ${specifier}`;
}
