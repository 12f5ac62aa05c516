import { createHash, type Hash } from "node:crypto";
import { ProblemError } from "@mediashare/kit";

/** Of the tus checksum extension, in the order of preference; sha1 is the one that every server must have. */
export const checksumAlgorithms = ["sha256", "sha1", "sha512", "md5"] as const;

export interface Checksum {
  readonly algorithm: (typeof checksumAlgorithms)[number];
  readonly expected: Buffer;
}

/** Parses `Upload-Checksum: sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=`. @throws ProblemError 400 */
export function parseChecksum(header: string): Checksum | undefined {
  if (header === "") return undefined;
  const [name, value, ...more] = header.trim().split(/\s+/);
  const algorithm = checksumAlgorithms.find((known) => known === name);
  if (!algorithm) {
    throw new ProblemError(400, "unsupported_checksum", `The Upload-Checksum algorithm must be one of ${checksumAlgorithms.join(", ")}.`);
  }
  const expected = Buffer.from(value ?? "", "base64");
  if (more.length > 0 || expected.length !== createHash(algorithm).digest().length || expected.toString("base64") !== value) {
    throw new ProblemError(400, "invalid_checksum", `The Upload-Checksum must be "${algorithm}" and the digest in Base64.`);
  }
  return { algorithm, expected };
}

export function startChecksum(checksum: Checksum): Hash {
  return createHash(checksum.algorithm);
}

/** @throws ProblemError 460 */
export function verifyChecksum(checksum: Checksum, actual: Hash): void {
  if (actual.digest().equals(checksum.expected)) return;
  throw new ProblemError(
    460,
    "checksum_mismatch",
    `The bytes that came do not have the ${checksum.algorithm} that was announced. None was kept: send them again.`,
  );
}
