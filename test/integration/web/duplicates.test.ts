import { recordLook, type TaskRow } from "@mediashare/core";
import { expect } from "chai";
import { insertAccount, programOf, sendJson } from "../../support/accounts.ts";
import { insertReadyImage } from "../../support/media-builders.ts";
import { asOwner } from "../../support/owner.ts";
import { startWebServer, type WebServer } from "../../support/web-server.ts";

/** An outline with these of its bits turned over. */
const outline = (...turned: number[]) =>
  turned
    .reduce((bits, bit) => bits ^ (1n << BigInt(bit)), 0x9f3c_21d8_74a6_0be5n)
    .toString(16)
    .padStart(16, "0");
const steps = "3c5a96e10f7b842d";

describe("duplicates", () => {
  let server: WebServer;
  beforeEach(async () => {
    server = await startWebServer();
  });
  afterEach(() => server.stop());

  const add = async (look: { outline: string; steps: string }, ownerId?: string): Promise<string> => {
    const media = await insertReadyImage(server.db, ownerId === undefined ? {} : { owner_id: ownerId });
    await server.db.transaction((trx) => recordLook(trx, { media_id: media.id, owner_id: media.owner_id } as TaskRow, look));
    return media.id;
  };
  const groups = async (headers: Record<string, string> = asOwner): Promise<string[][]> => {
    const { status, body } = await sendJson("GET", `${server.url}/v1/duplicates`, undefined, headers);
    expect(status).to.equal(200);
    return body.groups.map(({ items }: { items: { id: string }[] }) => items.map(({ id }) => id).toSorted());
  };

  it("are photos of one owner whose outlines differ in six bits at most, wherever these are", async () => {
    const first = await add({ outline: outline(), steps });
    const spread = await add({ outline: outline(0, 10, 20, 30, 40, 50), steps });
    await add({ outline: outline(0, 1, 2, 3, 4, 5, 6, 61, 62), steps });
    const stranger = await insertAccount(server.db);
    await add({ outline: outline(), steps }, stranger.id);
    expect(await groups()).to.deep.equal([[first, spread].toSorted()]);
    expect(await groups(await programOf(server.db, stranger.id, ["media:read"]))).to.deep.equal([]);
  });

  it("are none where the steps from light to dark are others", async () => {
    await add({ outline: outline(), steps });
    await add({ outline: outline(), steps: "c3a5691ef0847bd2" });
    expect(await groups()).to.deep.equal([]);
  });

  it("go with what goes to the trash, and come back with it", async () => {
    const ids = [
      await add({ outline: outline(), steps }),
      await add({ outline: outline(3), steps }),
      await add({ outline: outline(5), steps }),
    ];
    const patch = (trashed: boolean) => sendJson("PATCH", `${server.url}/v1/media`, { ids: ids.slice(1), trashed }, asOwner);
    expect(await groups()).to.deep.equal([ids.toSorted()]);
    await patch(true);
    expect(await groups()).to.deep.equal([]);
    await patch(false);
    expect(await groups()).to.deep.equal([ids.toSorted()]);
  });

  it("that are kept are no more shown together, but beside a further one", async () => {
    const ids = [await add({ outline: outline(), steps }), await add({ outline: outline(3), steps })];
    const { status } = await sendJson("POST", `${server.url}/v1/duplicates/keep`, { ids }, asOwner);
    expect(status).to.equal(204);
    expect(await groups()).to.deep.equal([]);
    const third = await add({ outline: outline(8), steps });
    expect(await groups()).to.deep.equal([[...ids, third].toSorted()]);
  });

  it("of others cannot be kept", async () => {
    const ids = [await add({ outline: outline(), steps }), await add({ outline: outline(3), steps })];
    const stranger = await insertAccount(server.db);
    await sendJson("POST", `${server.url}/v1/duplicates/keep`, { ids }, await programOf(server.db, stranger.id, ["media:write"]));
    expect(await groups()).to.have.length(1);
  });
});
