/** Keys of Postgres advisory locks; each says what only one process does at a time. */
export const lockKeys = {
  migrations: 7_301_001,
  sweeps: 7_301_002,
  webhooks: 7_301_005,
} as const;

/** First keys of two-key advisory locks, with a hash as the second. */
export const lockSpaces = {
  /** Committing the same content of the same owner. */
  content: 7_301,
  /** Writing the playlists of one media. */
  playlists: 7_302,
  /** Comparing the photos of one owner with each other. */
  alike: 7_303,
  /** Pairing the photos and videos of one owner. */
  live: 7_304,
} as const;
