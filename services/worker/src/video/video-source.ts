/** Where the engine reads a video from: what `serveSource` gives. */
export interface VideoSource {
  readonly url: string;
  readonly bytesServed: number;
  /** Set once the bytes could not be read: what a decoder made since then counts for nothing. */
  readonly fault: Error | undefined;
}
