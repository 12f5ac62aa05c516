/** Milliseconds since 1970, as `Date.now()` gives them. The policy itself never looks at a clock. */
export type EpochMs = number;
