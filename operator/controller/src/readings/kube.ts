/** What readings and actuators ask of the API server; the client of `kube/` is one. */
export interface Kube {
  get<T>(path: string): Promise<T>;
  /** @param query `labelSelector`, `fieldSelector`, `resourceVersion` */
  list<T>(path: string, query?: Readonly<Record<string, string>>): Promise<readonly T[]>;
  /** JSON merge patch (RFC 7396). */
  mergePatch(path: string, patch: object): Promise<unknown>;
  create(path: string, body: object): Promise<unknown>;
}
