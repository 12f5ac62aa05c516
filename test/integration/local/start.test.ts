import { execFile } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type components, deliveredUrl } from "@mediashare/client";
import { expect } from "chai";
import { makePhoto } from "../../support/files.ts";
import { commandLine, findPorts, isAlive, type Ports, partNames, Supervisor } from "../../support/npm-start.ts";
import { postFile } from "../../support/upload-client.ts";
import { waitFor } from "../../support/wait-for.ts";

describe("npm start", function () {
  this.timeout(180_000);
  let folder: string;
  let ports: Ports;
  let supervisor: Supervisor;
  const started: Supervisor[] = [];
  let seed = 0;

  const start = (env: Readonly<Record<string, string>> = {}, at = ports): Supervisor => {
    const each = new Supervisor(folder, at, { MEDIASHARE_WORKERS_MAX: "1", ...env });
    started.push(each);
    return each;
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "mediashare-start-"));
    // Postgres has a user of its own where this runs as root, and must get in.
    await chmod(folder, 0o755);
    ports = await findPorts();
    supervisor = start();
    await supervisor.running();
  });

  after(async () => {
    for (const each of started) {
      const left = each.descendants();
      each.kill("SIGKILL");
      await each.exited;
      for (const pid of left) if (isAlive(pid)) process.kill(pid, "SIGKILL");
    }
    await rm(folder, { recursive: true, force: true });
  });

  const stateOf = async (id: string): Promise<string> => {
    const response = await supervisor.fetch(`${supervisor.webUrl}/v1/media/${id}`).catch(() => undefined);
    if (response?.status !== 200) return `no answer: ${response?.status}`;
    return ((await response.json()) as { state: string }).state;
  };
  /** Ready, and delivered by the edge. */
  const expectShown = async (id: string): Promise<void> => {
    await expectReady(id);
    const response = await supervisor.fetch(`${supervisor.webUrl}/v1/media/${id}`);
    const { delivery, images } = (await response.json()) as components["schemas"]["MediaDetail"];
    const deliver = (): Promise<Response | undefined> => fetch(deliveredUrl(delivery, images[0]?.path as string)).catch(() => undefined);
    await waitFor("its image", async () => (await deliver())?.status === 200, { timeoutMs: 30_000 });
    expect((await deliver())?.headers.get("content-type")).to.match(/^image\//);
  };
  const postgresServers = (): number[] => supervisor.descendants().filter((pid) => /\/postgres -D/.test(commandLine(pid)));
  const waitForOtherThan = (server: number): Promise<void> =>
    waitFor("another Postgres", () => !isAlive(server) && postgresServers().length > 0, { timeoutMs: 30_000 });
  const expectReady = (id: string): Promise<void> =>
    waitFor("the photo to be ready", async () => (await stateOf(id)) === "ready", { timeoutMs: 60_000, detail: () => stateOf(id) });
  /** Sent again until it is taken, as people do. */
  const addPhoto = async (): Promise<string> => {
    const photo = await makePhoto({ seed: ++seed, width: 200, height: 150 });
    let id: string | undefined;
    await waitFor(
      "the photo to be taken",
      async () => {
        id = (await postFile(supervisor.uploadUrl, "photo.jpg", photo, supervisor.token))?.id;
        return id !== undefined;
      },
      { timeoutMs: 60_000 },
    );
    return id as string;
  };

  it("says where the site, the data and ffmpeg are, and one line to try", () => {
    expect(supervisor.stdout).to.include(`http://localhost:${ports.web}/`);
    expect(supervisor.stdout).to.match(
      new RegExp(
        String.raw`curl -H "Authorization: Bearer \$\(cat \S+/token\)" -F file=@photo.jpg http://localhost:${ports.upload}/v1/media\n`,
      ),
    );
    expect(supervisor.stdout).to.include(folder);
    expect(supervisor.stdout).to.match(/ffmpeg +\S+ \((bundled|.*ffmpeg.*)\)/);
    expect(supervisor.stderr).to.equal("");
  });

  it("keeps a token that only the person at this machine can read", async () => {
    expect((await stat(join(folder, "token"))).mode & 0o777).to.equal(0o600);
    expect(supervisor.stdout).not.to.include(supervisor.token);
    expect((await fetch(`${supervisor.webUrl}/v1/media`)).status, "without it").to.equal(401);
  });

  it("has a link that signs in once", async () => {
    const token = /http:\/\/localhost:\d+\/sign-in#(\S+)/.exec(supervisor.stdout)?.[1];
    const redeem = () =>
      fetch(`${supervisor.webUrl}/v1/session/link`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ token }),
      });
    const signedIn = await redeem();
    expect(await signedIn.json()).to.include({ role: "administrator", email: null });
    const [cookie] = signedIn.headers.getSetCookie().map((line) => line.split(";")[0] as string);
    expect((await fetch(`${supervisor.webUrl}/v1/media`, { headers: { Cookie: cookie as string } })).status).to.equal(200);
    expect((await redeem()).status).to.equal(401);
  });

  it("gives another link to who asks at this machine", async () => {
    const env = { ...process.env, MEDIASHARE_DATA_PATH: folder, MEDIASHARE_WEB_PORT: String(ports.web), MEDIASHARE_OPEN_BROWSER: "false" };
    const script = fileURLToPath(new URL("../../../services/local/src/sign-in/main.ts", import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [script], { env });
    expect(stdout).to.match(new RegExp(`^http://localhost:${ports.web}/sign-in#\\S+\n$`));
    const response = await fetch(`${supervisor.webUrl}/v1/session/link`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token: stdout.trim().split("#")[1] }),
    });
    expect(response.status).to.equal(200);
  });

  it("serves the site, and makes a photo ready that is sent by POST", async () => {
    const site = await fetch(supervisor.webUrl);
    expect(site.status).to.equal(200);
    expect(site.headers.get("content-type")).to.match(/^text\/html/);
    await expectShown(await addPhoto());
  });

  it("ends with a sentence where another one uses the data folder, which goes on", async () => {
    const second = start({}, await findPorts());
    expect(await second.exited).to.equal(1);
    expect(second.stderr).to.match(
      /^Mediashare already runs on \S+ \(process \d+\)\. End it, or set MEDIASHARE_DATA_PATH to another folder\.\n$/,
    );
    expect(second.stderr).to.include(folder);
    expect((await fetch(supervisor.webUrl)).status).to.equal(200);
  });

  it("ends with a sentence that names the variable where a port is taken", async () => {
    const other = await mkdtemp(join(tmpdir(), "mediashare-start-"));
    const holder = createServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    try {
      const { port } = holder.address() as { port: number };
      const second = start({ MEDIASHARE_DATA_PATH: other }, { ...(await findPorts()), upload: port });
      expect(await second.exited).to.equal(1);
      expect(second.stderr).to.equal(
        `Port ${port} is taken by another program. End that one, or choose another port: MEDIASHARE_UPLOAD_PORT=${port + 1000} npm start\n`,
      );
      expect(second.descendants()).to.deep.equal([]);
    } finally {
      holder.close();
      await rm(other, { recursive: true, force: true });
    }
  });

  it("ends with a sentence where it runs as root and Postgres may not enter the data folder", async function () {
    if (process.getuid?.() !== 0) this.skip();
    const closed = await mkdtemp(join(tmpdir(), "mediashare-start-"));
    const second = start({ MEDIASHARE_DATA_PATH: closed }, await findPorts());
    expect(await second.exited).to.equal(1);
    expect(second.stderr)
      .to.match(/^You are root.*chmod o\+x \S+\n$/)
      .and.to.include(closed);
    await rm(closed, { recursive: true });
  });

  it("names all wrong values of the environment together", async () => {
    const second = start({ MEDIASHARE_WEB_PORT: "eighty", MEDIASHARE_WORKERS_MAX: "0", MEDIASHARE_OPEN_BROWSER: "perhaps" });
    expect(await second.exited).to.equal(78);
    expect(second.stderr).to.match(/^The configuration has 3 faults:\n/);
    for (const fault of ["MEDIASHARE_WEB_PORT=eighty", "MEDIASHARE_WORKERS_MAX=0", "MEDIASHARE_OPEN_BROWSER=perhaps"])
      expect(second.stderr).to.include(fault);
  });

  it("names all wrong values that only its fleets read together, before it starts anything", async () => {
    const second = start({ MEDIASHARE_LEASE_DURATION: "soon", MEDIASHARE_MAX_UPLOAD_SIZE: "big" }, await findPorts());
    expect(await second.exited).to.equal(78);
    expect(second.stderr).to.include("MEDIASHARE_LEASE_DURATION=soon").and.to.include("MEDIASHARE_MAX_UPLOAD_SIZE=big");
  });

  for (const part of partNames) {
    it(`goes on after SIGKILL of its ${part} process`, async () => {
      const [pid] = supervisor.pidsOf(part);
      const [server] = postgresServers();
      process.kill(pid as number, "SIGKILL");
      await waitFor(`another ${part} process`, () => supervisor.pidsOf(part).some((other) => other !== pid), { timeoutMs: 30_000 });
      if (part === "postgres") await waitForOtherThan(server as number);
      await expectShown(await addPhoto());
    });
  }

  it("goes on after SIGKILL of Postgres itself", async () => {
    const [server] = postgresServers();
    process.kill(server as number, "SIGKILL");
    await waitForOtherThan(server as number);
    await expectShown(await addPhoto());
  });

  it("takes its processes along when it is killed, and has everything when it is started again", async () => {
    const id = await addPhoto();
    const children = supervisor.descendants();
    expect(children.length).to.be.greaterThan(6);
    supervisor.kill("SIGKILL");
    expect(await supervisor.exited).to.equal("SIGKILL");
    await waitFor("its processes to end", () => !children.some(isAlive), {
      timeoutMs: 30_000,
      detail: async () => children.filter(isAlive).map(commandLine),
    });
    supervisor = start();
    await supervisor.running();
    await expectReady(id);
    const { items } = (await (await supervisor.fetch(`${supervisor.webUrl}/v1/media`)).json()) as { items: { state: string }[] };
    expect(items.map(({ state }) => state)).to.deep.equal(items.map(() => "ready"));
    expect(items).to.have.length(seed);
  });

  it("drains on SIGINT: exit code 0, and no process is left", async () => {
    const id = await addPhoto();
    await expectReady(id);
    const children = supervisor.descendants();
    supervisor.kill("SIGINT");
    expect(await supervisor.exited).to.equal(0);
    expect(children.filter(isAlive).map(commandLine)).to.deep.equal([]);
    expect(supervisor.stderr).to.equal("");
  });
});
