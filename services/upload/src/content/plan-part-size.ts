/** S3's limit. */
const maxParts = 10_000;
const MiB = 2 ** 20;

/** The part size for an upload of at most this length: the configured one, or what keeps it within the store's number of parts. */
export function planPartSize(maxLengthBytes: number, configuredBytes: number): number {
  if (maxLengthBytes <= maxParts * configuredBytes) return configuredBytes;
  return Math.ceil(maxLengthBytes / maxParts / MiB) * MiB;
}
