/** Follows redirects by hand and keeps cookies by origin, as far as signing in elsewhere needs it. */
export class CookieBrowser {
  readonly #jars = new Map<string, Map<string, string>>();
  /** Where origins are served that no name leads to. */
  readonly #servers: Readonly<Record<string, string>>;

  constructor(servers: Readonly<Record<string, string>>) {
    this.#servers = servers;
  }

  /** A request by the page or the person, without following where its answer leads. */
  async send(url: string, init: RequestInit = {}): Promise<Response> {
    const { origin, pathname, search } = new URL(url);
    const jar = this.#jars.get(origin) ?? new Map<string, string>();
    this.#jars.set(origin, jar);
    const response = await fetch((this.#servers[origin] ?? origin) + pathname + search, {
      ...init,
      redirect: "manual",
      headers: { ...init.headers, Cookie: [...jar].map((pair) => pair.join("=")).join("; ") },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) as unknown as [string, string, string];
      if (value === "") jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  /** Goes to an address and on, until an answer leads nowhere else or to an address that is asked for. */
  async visit(url: string, until: (url: string) => boolean = () => false): Promise<{ url: string; response: Response | undefined }> {
    let at = url;
    for (let hops = 0; hops < 12; hops += 1) {
      if (until(at)) return { url: at, response: undefined };
      const response = await this.send(at, { headers: { Accept: "text/html" } });
      const location = response.headers.get("location");
      if (location === null) return { url: at, response };
      await response.body?.cancel();
      at = new URL(location, at).href;
    }
    throw new Error(`Led in circles, last to ${at}`);
  }

  cookies(origin: string): ReadonlyMap<string, string> {
    return new Map(this.#jars.get(origin));
  }

  setCookies(origin: string, cookies: ReadonlyMap<string, string>): void {
    this.#jars.set(origin, new Map(cookies));
  }
}
