export const databaseUser = "mediashare";
export const databaseName = "mediashare";

export function postgresUrl(port: number, password: string): string {
  return `postgres://${databaseUser}:${encodeURIComponent(password)}@127.0.0.1:${port}/${databaseName}`;
}
