import { EventRecorder, KubeError } from "@mediashare/controller";
import { expect } from "chai";

describe("EventRecorder", () => {
  const build = () => {
    const calls: { readonly verb: string; readonly path: string; readonly body: Record<string, unknown> }[] = [];
    const state = { nowMs: 1_000, isGone: false };
    const kube = {
      create: async <T>(path: string, body: object) => {
        calls.push({ verb: "create", path, body: body as Record<string, unknown> });
        return {} as T;
      },
      mergePatch: async <T>(path: string, body: object) => {
        calls.push({ verb: "patch", path, body: body as Record<string, unknown> });
        if (state.isGone) throw new KubeError("PATCH", { status: 404, message: "gone" });
        return {} as T;
      },
    };
    const recorder = new EventRecorder({ kube, controller: "mediashare-operator", instance: "pod-1", now: () => state.nowMs });
    return { recorder, calls, state };
  };
  const subject = {
    apiVersion: "mediashare.dev/v1alpha1",
    kind: "MediaPipeline",
    metadata: { name: "photos", namespace: "gallery", uid: "u" },
  };
  const text = { type: "Warning", action: "Reconcile", reason: "SecretMissing", note: "There is no Secret." } as const;

  it("writes an event as events.k8s.io/v1 wants it", async () => {
    const { recorder, calls } = build();
    await recorder.record(subject, text);
    expect(calls[0]?.path).to.equal("/apis/events.k8s.io/v1/namespaces/gallery/events");
    expect(calls[0]?.body).to.deep.include({
      apiVersion: "events.k8s.io/v1",
      eventTime: "1970-01-01T00:00:01.000000Z",
      reportingController: "mediashare-operator",
      reportingInstance: "pod-1",
      regarding: { apiVersion: subject.apiVersion, kind: "MediaPipeline", name: "photos", namespace: "gallery", uid: "u" },
      ...text,
    });
  });

  it("counts what is said again, in a series", async () => {
    const { recorder, calls, state } = build();
    for (let times = 0; times < 3; times++) {
      await recorder.record(subject, text);
      state.nowMs += 1_000;
    }
    expect(calls.map(({ verb }) => verb)).to.deep.equal(["create", "patch", "patch"]);
    expect(calls[2]?.body).to.deep.equal({ series: { count: 3, lastObservedTime: "1970-01-01T00:00:03.000000Z" } });
  });

  it("begins anew when the event has gone, or is as old as events get", async () => {
    const { recorder, calls, state } = build();
    await recorder.record(subject, text);
    state.isGone = true;
    await recorder.record(subject, text);
    state.nowMs += 3_600_001;
    await recorder.record(subject, text);
    expect(calls.map(({ verb }) => verb)).to.deep.equal(["create", "patch", "create", "create"]);
  });
});
