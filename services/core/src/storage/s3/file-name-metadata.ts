/** Percent-encoded, as headers carry ASCII; 255 bytes become at most 765 of the 2 KB that S3 grants metadata. */
const name = "file-name";

export function fileNameMetadata(fileName: string | undefined): Record<string, string> | undefined {
  return fileName === undefined ? undefined : { [name]: encodeURIComponent(fileName.toWellFormed()) };
}

/** What was written there; a value that we did not write, and cannot be read, is none. */
export function readFileName(metadata: Readonly<Record<string, string>> | undefined): string | undefined {
  const value = metadata?.[name];
  try {
    return value === undefined ? undefined : decodeURIComponent(value);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
