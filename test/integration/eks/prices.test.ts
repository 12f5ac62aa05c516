import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { hourlyPriced } from "@mediashare/eks";
import { expect } from "chai";
import { exampleFile, synthesized } from "../../support/eks.ts";
import { priceListProduct } from "../../support/price-list.ts";

const run = promisify(execFile);
const command = (name: string): string => fileURLToPath(new URL(`../../../eks/src/commands/${name}.ts`, import.meta.url));

interface Asked {
  readonly ServiceCode: string;
  readonly Filters: readonly { readonly Field: string; readonly Value: string }[];
}

describe("the prices of a region, asked of AWS's price list by its own client (a server of the documented form answers)", function () {
  this.timeout(60_000);
  let folder: string;
  let server: Server;
  let env: NodeJS.ProcessEnv;
  const asked: Asked[] = [];
  let products: (query: Asked) => readonly string[];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "mediashare-prices-"));
    server = createServer(async (request, response) => {
      const query = (await json(request)) as Asked;
      asked.push(query);
      expect(request.headers["x-amz-target"]).to.equal("AWSPriceListService.GetProducts");
      response.writeHead(200, { "Content-Type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify({ FormatVersion: "aws_v1", PriceList: products(query) }));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    env = {
      ...process.env,
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    };
  });
  after(async () => {
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  const start = (name: string) =>
    run(process.execPath, [command(name), "--config", exampleFile("production"), "--prices", folder], { env });

  it("are asked for the types that the configuration pays, and written with the day; the estimate reckons with them and says so", async () => {
    products = () => [priceListProduct({ usd: "0.5000000000" })];
    const { config } = synthesized("production");
    await start("prices");
    const book = JSON.parse(await readFile(join(folder, "eu-west-1.json"), "utf8"));
    const names = hourlyPriced(config);
    expect(book).to.deep.equal({
      region: "eu-west-1",
      asOf: new Date().toISOString().slice(0, 10),
      usdPerHour: Object.fromEntries(names.map((name) => [name, 0.5])),
    });
    expect(
      asked.map(({ ServiceCode, Filters }) => [ServiceCode, Filters.find(({ Field }) => Field === "instanceType")?.Value]),
    ).to.deep.equal(names.map((name) => [name.startsWith("db.") ? "AmazonRDS" : "AmazonEC2", name]));
    for (const { Filters } of asked) expect(Filters).to.deep.include({ Type: "TERM_MATCH", Field: "regionCode", Value: "eu-west-1" });
    const { stdout } = await start("cost");
    expect(stdout).to.include(`eu-west-1, ${book.asOf}: AWS's price list, asked by npm run prices\n`);
    // 2 × 730 h × 0.5
    expect(stdout).to.match(new RegExp(`^Database +730\\.00 +eu-west-1, ${book.asOf} +2 × db\\.r7g\\.large$`, "m"));
  });

  it("leave what was written, and say why, when the price list tells no price", async () => {
    const before = await readFile(join(folder, "eu-west-1.json"), "utf8");
    products = () => [];
    const failure = await start("prices").then(
      () => expect.fail("there was a price"),
      (error: { code: number; stderr: string }) => error,
    );
    expect(failure.code).to.equal(1);
    expect(failure.stderr).to.equal("prices: The price list has no hourly price of m7g.large: is it offered in this region?\n");
    expect(await readFile(join(folder, "eu-west-1.json"), "utf8")).to.equal(before);
  });
});
