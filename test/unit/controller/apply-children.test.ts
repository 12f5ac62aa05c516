import { parseMediaPipeline } from "@mediashare/api";
import { renderPipeline } from "@mediashare/cdk8s";
import { applyChildren, isUpToDate, planPrune, toOwned } from "@mediashare/controller";
import { expect } from "chai";
import { buildPipeline } from "../../support/pipeline-builder.ts";

type Live = NonNullable<Parameters<typeof isUpToDate>[1]>;

interface EditableContainer {
  image: string;
  env: { name: string }[];
}

interface EditableDeployment {
  metadata: { annotations: Record<string, string>; labels: Record<string, string>; ownerReferences: object[] };
  spec: { template: { spec: { containers: EditableContainer[] } } };
}

describe("a pipeline's children", () => {
  const build = (part: object = { web: {}, worker: { scaling: { min: 0 } } }) => {
    const { metadata, ...pipeline } = buildPipeline(part);
    return parseMediaPipeline({ ...pipeline, metadata: { ...metadata, uid: "uid-1", generation: 1 } });
  };
  const pipeline = build();
  const wanted = renderPipeline({ name: "photos", namespace: "default", spec: pipeline.spec }).map((each) => toOwned(each, pipeline));
  const deployment = wanted.find(({ kind, metadata }) => kind === "Deployment" && metadata.name === "photos-worker");
  const live = (): Live => structuredClone(deployment) as unknown as Live;
  const edit = (change: (fields: EditableDeployment) => void): Live => {
    const copy = live();
    change(copy as unknown as EditableDeployment);
    return copy;
  };
  const container = ({ spec }: EditableDeployment): EditableContainer => spec.template.spec.containers[0] as EditableContainer;

  describe("what is up to date", () => {
    const isCurrent = (object: Live | undefined): boolean => deployment !== undefined && isUpToDate(deployment, object);

    it("is what the API server has as it was rendered, with what it and others added", () => {
      expect(isCurrent(live())).to.equal(true);
      const edited = edit((fields) => {
        container(fields).env.unshift({ name: "INJECTED" });
        Object.assign(fields.spec, { replicas: 7, progressDeadlineSeconds: 600 });
        fields.metadata.annotations["other"] = "1";
      });
      expect(isCurrent(edited)).to.equal(true);
    });

    it("is not what lacks something, or was edited by hand", () => {
      expect(isCurrent(undefined)).to.equal(false);
      expect(isCurrent(edit((fields) => Object.assign(container(fields), { image: "other" })))).to.equal(false);
      expect(isCurrent(edit((fields) => container(fields).env.pop()))).to.equal(false);
      expect(isCurrent(edit((fields) => Object.assign(fields.metadata, { labels: {} })))).to.equal(false);
      expect(isCurrent(edit((fields) => Object.assign(fields.metadata, { ownerReferences: [] })))).to.equal(false);
    });

    it("is not what was rendered with a field that is no longer rendered", () => {
      const before = toOwned(
        { ...renderPipeline({ name: "photos", namespace: "default", spec: pipeline.spec })[0], gone: 1 } as never,
        pipeline,
      );
      expect(isUpToDate(wanted[0] as never, before as never)).to.equal(false);
    });
  });

  describe("what is pruned", () => {
    const child = (name: string, uid: string) => ({
      kind: "Service",
      child: { metadata: { name, ownerReferences: [{ kind: "MediaPipeline", name: "photos", uid }] } },
    });

    it("is what is no longer rendered and belongs to this very pipeline", () => {
      const old = child("photos-old", "uid-1");
      expect(planPrune(wanted, [child("photos-web", "uid-1"), old, child("photos-other", "uid-2")], "uid-1")).to.deep.equal([old]);
    });
  });

  describe("applying them", () => {
    const record = (fail: (call: string) => boolean = () => false, seen?: number) => {
      const calls: string[] = [];
      const note = async <T>(call: string, result: unknown): Promise<T> => {
        calls.push(call);
        if (fail(call)) throw new Error("refused");
        return result as T;
      };
      const status = seen === undefined ? {} : { observedGeneration: seen };
      const kube = {
        apply: <T>(path: string, manifest: object) =>
          note<T>(`apply ${path}`, { ...manifest, metadata: { ...(manifest as Live).metadata, generation: 1 }, status }),
        mergePatch: <T>(path: string, patch: object) => note<T>(`patch ${path} ${JSON.stringify(patch)}`, {}),
        delete: (path: string, uid?: string) => note<unknown>(`delete ${path} ${uid}`, {}),
      };
      return { calls, kube };
    };
    const job = wanted.find(({ kind }) => kind === "Job");
    const deployments = wanted.filter(({ kind }) => kind === "Deployment");
    /** Nothing but the migration, which is done or not. */
    const onlyJob = (complete: "True" | "False") => ({
      get: (kind: string, _namespace: string, name: string) =>
        kind === "Job" && name === job?.metadata.name
          ? ({ metadata: { name }, status: { conditions: [{ type: "Complete", status: complete }] } } as never)
          : undefined,
      getWhole: () => undefined,
      of: () => [],
    });
    const migrated = onlyJob("True");

    it("applies all of them, and lets a new worker fleet begin at its min", async () => {
      const { calls, kube } = record();
      const { done, faults } = await applyChildren(pipeline, { kube, children: migrated, dryRun: false });
      expect(faults).to.deep.equal([]);
      expect(done).to.have.length(wanted.length);
      expect(calls).to.include('patch /apis/apps/v1/namespaces/default/deployments/photos-worker/scale {"spec":{"replicas":0}}');
    });

    it("applies no Deployment before the migration is done, and all else", async () => {
      for (const children of [{ ...migrated, get: () => undefined }, onlyJob("False")]) {
        const { calls, kube } = record();
        const { done } = await applyChildren(pipeline, { kube, children, dryRun: false });
        expect(done.map(({ kind }) => kind))
          .to.include("Job")
          .and.not.include("Deployment");
        expect(done).to.have.length(wanted.length - deployments.length);
        expect(calls.filter((call) => call.includes("/deployments/"))).to.deep.equal([]);
      }
    });

    it("leaves the size of a Deployment alone that was there before", async () => {
      const { calls, kube } = record(() => false, 1);
      await applyChildren(pipeline, { kube, children: migrated, dryRun: false });
      expect(calls.filter((call) => call.startsWith("patch"))).to.deep.equal([]);
    });

    it("writes nothing where all is as it should be", async () => {
      const { calls, kube } = record();
      const children = {
        ...migrated,
        getWhole: (kind: string, _namespace: string, name: string) =>
          wanted.find((each) => each.kind === kind && each.metadata.name === name) as never,
      };
      expect(await applyChildren(pipeline, { kube, children, dryRun: false })).to.deep.equal({ done: [], faults: [] });
      expect(calls).to.deep.equal([]);
    });

    it("goes on after one is refused, and names it", async () => {
      const { kube } = record((call) => call.includes("/services/photos-web"));
      const { done, faults } = await applyChildren(pipeline, { kube, children: migrated, dryRun: false });
      expect(done).to.have.length(wanted.length - 1);
      expect(faults).to.deep.equal([{ reason: "ApplyFailed", message: "The Service photos-web cannot be applied: refused." }]);
    });

    it("only says what it would do in a dry run", async () => {
      const { calls, kube } = record();
      const { done } = await applyChildren(pipeline, { kube, children: { ...migrated, get: () => undefined }, dryRun: true });
      expect(done).to.have.length(wanted.length);
      expect(calls).to.deep.equal([]);
    });
  });
});
