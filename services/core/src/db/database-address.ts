import { DomainError } from "@mediashare/kit";

/** Where Postgres is, and how it proves who it is. */
export interface DatabaseAddress {
  readonly url: string;
  /** PEM of the authorities of which one must have signed the server's certificate; left out: the URL's `sslmode` says it all. */
  readonly ca?: string;
}

/** The server at the other end does not prove that it is the database. */
export class DatabaseUntrustedError extends DomainError {
  readonly code = "database_untrusted";
}

/** As an environment names it. */
export function databaseAddress(config: { readonly databaseUrl: string; readonly databaseCa: string | undefined }): DatabaseAddress {
  return { url: config.databaseUrl, ...(config.databaseCa !== undefined && { ca: config.databaseCa }) };
}

/**
 * What pg connects by. With authorities, the server's certificate and its host name are always verified: pg would let a URL's `sslmode`
 * win over them, so it goes.
 */
export function connectionOf({ url, ca }: DatabaseAddress): {
  readonly connectionString: string;
  readonly ssl?: { readonly ca: string; readonly rejectUnauthorized: true };
} {
  if (ca === undefined) return { connectionString: url };
  const bare = new URL(url);
  bare.searchParams.delete("sslmode");
  return { connectionString: bare.href, ssl: { ca, rejectUnauthorized: true } };
}

/** @throws DatabaseUntrustedError in place of what TLS says about a certificate, any other error as it is */
export function refuseUntrusted(error: unknown): never {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  if (typeof code !== "string" || !isAboutCertificate(code)) throw error;
  throw new DatabaseUntrustedError(
    `The database's certificate is not trusted (${message}): MEDIASHARE_DATABASE_CA must hold the authority that signed it, and MEDIASHARE_DATABASE_URL a host name that it is for.`,
    { cause: error },
  );
}

/** OpenSSL's verdicts as Node names them (https://nodejs.org/api/tls.html#x509-certificate-error-codes), and Node's own on host names. */
function isAboutCertificate(code: string): boolean {
  return /^(UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|CERT_|HOSTNAME_MISMATCH|INVALID_CA)/.test(code) || code === "ERR_TLS_CERT_ALTNAME_INVALID";
}
