/** The site's administrator, in a browser and in a program. */
export interface Session {
  /** `name=value` of each cookie. */
  readonly cookies: readonly string[];
  /** An API token. */
  readonly token: string;
}

/**
 * What the first visitor of a site does, and then in the settings.
 * @param siteUrl where people open the site, which its pages name as their origin
 */
export async function setUpSite(webUrl: string, siteUrl: string): Promise<Session> {
  const post = (path: string, body: object, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(webUrl + path, {
      method: "POST",
      headers: { "Content-Type": "application/json", Origin: siteUrl, ...headers },
      body: JSON.stringify(body),
    });
  const account = await post("/v1/setup", { email: "owner@site.test", name: "Owner", password: "a password of the tests" });
  if (account.status !== 201) throw new Error(`The site was not set up: ${account.status} ${await account.text()}`);
  const cookies = account.headers.getSetCookie().map((line) => line.split(";")[0] as string);
  const made = await post("/v1/account/tokens", { name: "Tests", scopes: ["media:read", "media:write"] }, { Cookie: cookies.join("; ") });
  if (made.status !== 201) throw new Error(`No token was made: ${made.status} ${await made.text()}`);
  return { cookies, token: ((await made.json()) as { token: string }).token };
}
