/** As many examples of each finding as are kept: the report is for people, and memory is bounded. */
const mostExamples = 20;

/** So many of one kind, and the first of them. */
export class Finding {
  count = 0;
  readonly examples: string[] = [];

  add(example: string): void {
    this.count += 1;
    if (this.examples.length < mostExamples) this.examples.push(example);
  }
}

/** What a restore found, and did where it was to. */
export class RestoreReport {
  /** Objects in the bucket that are originals by their key. */
  originals = 0;
  /** Rows whose original was looked for. */
  rows = 0;
  /** Objects without a row. */
  readonly unknown = new Finding();
  /** Objects that are whole, with a row that says that they are still being received. */
  readonly uncommitted = new Finding();
  /** Of both: what is a media now. */
  restored = 0;
  /** Of both: the owner had the content already, and the object went. */
  duplicates = 0;
  /** Of both: no photo or video by their content. They stay. */
  readonly refused = new Finding();
  /** Media whose original is not in the bucket. */
  readonly empty = new Finding();
  /** Of them: marked as deleted. */
  deleted = 0;
}
