import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answerOf, createClient, RefusedError, UnexpectedAnswerError, UnreachableError, uploadFile } from "@mediashare/client";
import { findFreePort } from "@mediashare/local";
import { expect } from "chai";
import { ownerToken } from "../../support/owner.ts";
import { type SharingFleets, startSharingFleets } from "../../support/sharing-fleets.ts";
import { jpegOf } from "../../support/upload-content.ts";
import { waitFor } from "../../support/wait-for.ts";

const MiB = 2 ** 20;

async function fault(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => {
      throw new Error("It was to fail, and did not.");
    },
    (error: Error) => error,
  );
}

describe("the client", () => {
  let fleets: SharingFleets;
  let folder: string;
  before(async function () {
    this.timeout(60_000);
    fleets = await startSharingFleets({ MEDIASHARE_UPLOAD_PART_SIZE: "1MiB", MEDIASHARE_MAX_UPLOAD_SIZE: "32MiB" });
    folder = await mkdtemp(join(tmpdir(), "mediashare-client-"));
  });
  after(async () => {
    await fleets.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const client = () => createClient({ url: fleets.url, token: ownerToken });
  const rowOf = (id: string) => fleets.deployment.db("media").where({ id }).first();

  it("uploads a file, and finds it in the timeline", async () => {
    const content = jpegOf(3 * MiB);
    const seen: number[] = [];
    const { mediaId, duplicate } = await uploadFile(client(), content, {
      fileName: "Sommer 1.jpg",
      onProgress: (sentBytes) => seen.push(sentBytes),
    });
    expect(duplicate).to.equal(false);
    expect(seen.at(-1)).to.equal(content.length);
    expect(seen).to.deep.equal(seen.toSorted((one, other) => one - other));
    const page = await answerOf(client().api.GET("/v1/media", { params: { query: { limit: 1 } } }));
    expect(page.items.map(({ id, fileName, sizeBytes }) => [id, fileName, sizeBytes])).to.deep.equal([
      [mediaId, "Sommer 1.jpg", content.length],
    ]);
    const detail = await answerOf(client().api.GET("/v1/media/{id}", { params: { path: { id: mediaId } } }));
    expect(detail.sha256).to.equal(createHash("sha256").update(content).digest("hex"));
    expect(await uploadFile(client(), content, { fileName: "again.jpg" })).to.deep.equal({ mediaId, duplicate: true });
  });

  it("takes a URL with a slash at its end", async () => {
    expect(await createClient({ url: `${fleets.url}/` }).uploadUrl()).to.equal(`http://127.0.0.1:${fleets.uploadWay.port}`);
  });

  it("makes a problem an error with its code, status and sentence", async () => {
    const id = randomUUID();
    const error = (await fault(answerOf(client().api.GET("/v1/media/{id}", { params: { path: { id } } })))) as RefusedError;
    expect(error).to.be.instanceOf(RefusedError);
    expect(error).to.include({ code: "media_not_found", status: 404, message: `There is no media ${id}.` });
    const invalid = (await fault(answerOf(client().api.GET("/v1/media", { params: { query: { limit: 0 } } })))) as RefusedError;
    expect(invalid.code).to.equal("invalid_request");
    expect(invalid.problem.errors?.map(({ path }) => path)).to.deep.equal(["limit"]);
  });

  it("makes the refusal of a file an error too", async () => {
    const error = (await fault(uploadFile(client(), Buffer.from("no picture at all"), { fileName: "notes.txt" }))) as RefusedError;
    expect(error).to.be.instanceOf(RefusedError);
    expect(error).to.include({ code: "unsupported_type", status: 415 });
    expect(error.message).to.include('"notes.txt" is not a photo or video');
    const large = (await fault(uploadFile(client(), jpegOf(33 * MiB), { fileName: "large.jpg" }))) as RefusedError;
    expect(large).to.include({ code: "too_large", status: 413 });
  });

  it("goes on after the connection was lost, with what the server has", async () => {
    const content = jpegOf(24 * MiB);
    const cut = waitFor("some of it", async () => (await fleets.deployment.db("upload_part")).length >= 3, { intervalMs: 2 }).then(
      async () => {
        await fleets.uploadWay.cut();
        await fleets.uploadWay.mend();
      },
    );
    const [{ mediaId }] = await Promise.all([
      uploadFile(client(), content, { fileName: "cut.jpg", retryDelaysMs: [100, 100, 500, 1_000, 2_000] }),
      cut,
    ]);
    expect((await rowOf(mediaId))?.sha256?.toString("hex")).to.equal(createHash("sha256").update(content).digest("hex"));
  }).timeout(30_000);

  it("goes on in another process's place, given the upload's URL", async () => {
    const path = join(folder, "stopped.jpg");
    const content = jpegOf(24 * MiB);
    await writeFile(path, content);
    const stop = new AbortController();
    let resumeUrl = "";
    const reason = new Error("enough");
    const stopped = fault(
      uploadFile(client(), createReadStream(path), {
        fileName: "stopped.jpg",
        signal: stop.signal,
        onUrl: (url) => {
          resumeUrl = url;
        },
        onProgress: (sentBytes) => {
          if (sentBytes > 8 * MiB) stop.abort(reason);
        },
      }),
    );
    expect(await stopped).to.equal(reason);
    const id = resumeUrl.slice(resumeUrl.lastIndexOf("/") + 1);
    await waitFor(
      "what arrived",
      async () => ((await fleets.deployment.db("upload").where({ media_id: id }).first())?.offset_bytes ?? 0) > 0,
    );
    const firstSent: number[] = [];
    const { mediaId } = await uploadFile(client(), createReadStream(path), {
      fileName: "stopped.jpg",
      resumeUrl,
      onProgress: (sentBytes) => firstSent.push(sentBytes),
    });
    expect(mediaId).to.equal(id);
    expect(firstSent[0], "it begins where it stopped").to.be.greaterThan(0);
    expect((await rowOf(id))?.sha256?.toString("hex")).to.equal(createHash("sha256").update(content).digest("hex"));
    expect(await uploadFile(client(), createReadStream(path), { fileName: "stopped.jpg", resumeUrl }), "finished already").to.deep.equal({
      mediaId: id,
      duplicate: false,
    });
  }).timeout(30_000);

  it("begins anew where the upload is there no more", async () => {
    const resumeUrl = `${await client().uploadUrl()}/v1/tus/${randomUUID()}`;
    const { mediaId } = await uploadFile(client(), jpegOf(1_000), { fileName: "gone.jpg", resumeUrl });
    expect(resumeUrl).not.to.include(mediaId);
    expect(await rowOf(mediaId)).to.include({ state: "stored" });
  });

  it("says that nobody answers", async () => {
    const url = `http://127.0.0.1:${await findFreePort()}`;
    const error = await fault(answerOf(createClient({ url }).api.GET("/v1/config")));
    expect(error).to.be.instanceOf(UnreachableError);
    expect(error.message).to.include(`${url} cannot be reached: connect ECONNREFUSED`);
    await fleets.uploadWay.cut();
    try {
      const lost = await fault(uploadFile(client(), jpegOf(1_000), { fileName: "lost.jpg", retryDelaysMs: [10] }));
      expect(lost).to.be.instanceOf(UnreachableError);
      expect(lost.message).to.include(`http://127.0.0.1:${fleets.uploadWay.port} cannot be reached`);
    } finally {
      await fleets.uploadWay.mend();
    }
  });

  it("says that a file cannot be read", async () => {
    const error = await fault(
      uploadFile(
        client(),
        createReadStream(join(folder, "none.jpg")).on("error", () => undefined),
        { fileName: "none.jpg" },
      ),
    );
    expect(error).to.include({ code: "ENOENT" });
  });

  describe("before something that is not the API", () => {
    for (const [title, status, body, sentence] of [
      ["a page", 200, "<!doctype html>", /^The answer is not JSON/],
      ["a proxy without its server", 502, "<h1>Bad gateway</h1>", /answered with status 502/],
      ["another service", 200, '{"hello":"world"}', /names no upload endpoint/],
    ] as const) {
      it(`${title} is an answer that it did not expect`, async () => {
        const server = createServer((_request, response) => response.writeHead(status).end(body)).listen(0, "127.0.0.1");
        try {
          await waitFor("the server", () => server.listening);
          const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
          const error = await fault(createClient({ url }).uploadUrl());
          expect(error).to.be.instanceOf(UnexpectedAnswerError);
          expect(error.message).to.match(sentence);
        } finally {
          server.close();
        }
      });
    }

    it("a server that hangs up is nobody", async () => {
      const server = createTcpServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
      try {
        await waitFor("the server", () => server.listening);
        const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
        expect(await fault(createClient({ url }).uploadUrl())).to.be.instanceOf(UnreachableError);
      } finally {
        server.close();
      }
    });
  });

  it("shows its token to the site only, and the site's token to the upload endpoint", async () => {
    const seen: string[] = [];
    const server = createServer((request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers.authorization}`);
      const { port } = server.address() as AddressInfo;
      const answers: Readonly<Record<string, unknown>> = {
        "/v1/config": { uploadUrl: `http://127.0.0.1:${port}/` },
        "/v1/upload-token": { token: "short", expiresAt: new Date(Date.now() + 600_000).toISOString() },
      };
      const answer = answers[request.url as string];
      if (answer) response.setHeader("Content-Type", "application/json").end(JSON.stringify(answer));
      else
        response
          .writeHead(403, { "Content-Type": "application/problem+json" })
          .end(JSON.stringify({ code: "forbidden", detail: "No.", status: 403 }));
    }).listen(0, "127.0.0.1");
    try {
      await waitFor("the server", () => server.listening);
      const tokens = ["first", "second"].values();
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const client = createClient({ url, token: () => tokens.next().value as string });
      for (const fileName of ["a.jpg", "b.jpg"]) {
        expect(await fault(uploadFile(client, jpegOf(100), { fileName }))).to.include({ code: "forbidden" });
      }
      expect(seen).to.deep.equal([
        "GET /v1/config Bearer first",
        "POST /v1/upload-token Bearer second",
        "POST /v1/tus Bearer short",
        "POST /v1/tus Bearer short",
      ]);
    } finally {
      server.close();
    }
  });

  it("says at once that it may not upload", async () => {
    const error = await fault(uploadFile(createClient({ url: fleets.url }), jpegOf(100), { fileName: "a.jpg" }));
    expect(error).to.include({ code: "not_signed_in", status: 401 });
  });
});
