import { decideAcceptance } from "@mediashare/web/ui/upload/decide-acceptance.ts";
import { describeFailure, describeSuccess } from "@mediashare/web/ui/upload/describe-outcome.ts";
import { buildSnapshot, type UploadItem, type UploadStatus } from "@mediashare/web/ui/upload/upload-item.ts";
import { expect } from "chai";

describe("decideAcceptance", () => {
  const limits = { maxUploadSizeBytes: 1000, acceptedContentTypes: ["image/jpeg", "image/heic", "image/heif", "video/matroska"] };
  const decide = (name: string, type = "", size = 10) => decideAcceptance({ name, type, size }, limits);

  it("accepts by type, and by name where the system knows no type", () => {
    expect(decide("a.bin", "image/jpeg")).to.deep.equal({ verdict: "accept", contentType: "image/jpeg" });
    expect(decide("A.JPG")).to.deep.equal({ verdict: "accept", contentType: "image/jpeg" });
  });

  it("knows the other names of types", () => {
    expect(decide("a.mkv", "video/x-matroska")).to.deep.equal({ verdict: "accept", contentType: "video/matroska" });
  });

  it("knows what phones and cameras write, where the system does not", () => {
    expect(decide("IMG_1.HEIC")).to.deep.equal({ verdict: "accept", contentType: "image/heic" });
    expect(decide("a.heif")).to.deep.equal({ verdict: "accept", contentType: "image/heif" });
    expect(decide("DSC_1.HIF")).to.deep.equal({ verdict: "accept", contentType: "image/heif" });
    expect(decide("burst.heics", "image/heic-sequence")).to.deep.equal({ verdict: "accept", contentType: "image/heic" });
  });

  it("refuses with the reason", () => {
    expect(decide("a.txt", "text/plain")).to.include({ reason: "unsupported" });
    expect(decide("noname")).to.include({ reason: "unsupported" });
    expect(decide("a.jpg", "image/jpeg", 0)).to.include({ reason: "empty" });
    expect(decide("a.jpg", "image/jpeg", 1001)).to.include({ reason: "tooLarge" });
  });

  it("passes over what systems leave in folders", () => {
    for (const name of [".DS_Store", "._photo.jpg", "Thumbs.db", "desktop.ini"])
      expect(decide(name, "image/jpeg").verdict).to.equal("ignore");
  });
});

describe("describeFailure", () => {
  const failure = (status: number, body = "", error = { name: "Error", message: "tus: failed" }) =>
    describeFailure({ error, status, body });

  it("says what the server said", () => {
    const body = JSON.stringify({ title: "Not a photo", detail: "“a.jpg” is text.", code: "not_media" });
    expect(failure(415, body)).to.deep.equal({ message: "“a.jpg” is text.", retryable: false, network: false });
    expect(failure(507, "Disk full\n")).to.deep.equal({ message: "Disk full", retryable: true, network: false });
  });

  it("does not show a proxy's page", () => {
    expect(failure(502, "<html>Bad Gateway</html>")).to.include({ message: "The server had a fault", retryable: true });
  });

  it("tells a broken connection from a file that is gone", () => {
    expect(failure(0)).to.include({ network: true, retryable: true });
    expect(failure(0, "", { name: "NotReadableError", message: "x" })).to.include({ network: false, retryable: false });
  });
});

describe("describeSuccess", () => {
  it("takes the upload's id for the media's, unless the server names another one that it had", () => {
    expect(describeSuccess("http://h/v1/tus/a1", null)).to.deep.equal({ mediaId: "a1", duplicate: false });
    expect(describeSuccess("http://h/v1/tus/a1", "a1")).to.deep.equal({ mediaId: "a1", duplicate: false });
    expect(describeSuccess("http://h/v1/tus/a1", "b2")).to.deep.equal({ mediaId: "b2", duplicate: true });
  });
});

describe("buildSnapshot", () => {
  const item = (id: string, status: UploadStatus, sentBytes = 0): UploadItem => ({
    id,
    name: id,
    sizeBytes: 100,
    sentBytes,
    status,
    bytesPerSecond: status === "uploading" ? 10 : 0,
    message: undefined,
    retryable: false,
    mediaId: undefined,
    duplicate: false,
    file: undefined,
  });

  it("puts what needs attention first and what is finished last", () => {
    const { items } = buildSnapshot([item("d", "done"), item("w", "waiting"), item("u", "uploading"), item("f", "failed")], []);
    expect(items.map((one) => one.id).join("")).to.equal("fuwd");
  });

  it("counts progress without what failed", () => {
    const { totals } = buildSnapshot(
      [item("d", "done", 100), item("u", "uploading", 50), item("f", "failed", 90), item("p", "paused", 10)],
      [],
    );
    expect(totals).to.deep.equal({ count: 4, done: 1, failed: 1, paused: 1, left: 2, sizeBytes: 300, sentBytes: 160, bytesPerSecond: 10 });
  });
});
