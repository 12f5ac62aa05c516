/** Failures that lie in the file itself: another run over the same bytes ends the same way, unless limits are raised. */
export const faultsOfTheFile: ReadonlySet<string> = new Set([
  "empty",
  "truncated",
  "corrupt",
  "not_media",
  "unsupported_type",
  "too_large",
  "too_many_pixels",
  "too_many_frames",
  "no_video_stream",
  "too_long",
]);
