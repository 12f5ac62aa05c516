/** A position in a list ordered by a time, latest first: after the item that stands there. */
export interface TimelinePosition {
  /** Since 1970. Postgres keeps microseconds, which a Date would cut: items of the same millisecond would be skipped. */
  readonly timelineUs: number;
  readonly id: string;
}

/** SQL of the moment that many microseconds after 1970. */
export const toInstant = "timestamptz 'epoch' + ? * interval '1 microsecond'";
