/** A load to replay: what arrives when, and what happens to Spot meanwhile. */
export interface Trace {
  readonly arrivals: readonly Arrival[];
  readonly shortages: readonly Shortage[];
  readonly reclaims: readonly Reclaim[];
}

/** So many tasks arrive in this second, each with this many seconds of processing on one slot. */
export interface Arrival {
  readonly second: number;
  readonly count: number;
  readonly taskSeconds: number;
}

/** EC2 launches no Spot instance from the first second up to, not including, the last. */
export interface Shortage {
  readonly fromSecond: number;
  readonly toSecond: number;
}

/** This share of the Spot nodes gets its notice in this second, and is gone two minutes later. */
export interface Reclaim {
  readonly second: number;
  readonly percent: number;
}

/** Over all tasks of the trace. */
export function meanTaskSeconds({ arrivals }: Trace): number {
  const tasks = arrivals.reduce((sum, { count }) => sum + count, 0);
  return arrivals.reduce((sum, { count, taskSeconds }) => sum + count * taskSeconds, 0) / tasks;
}

/** A line of a trace that cannot be read. */
export class InvalidTraceError extends Error {
  readonly code = "invalid_trace";
  readonly line: number;

  constructor(line: number, fault: string) {
    super(`Line ${line} of the trace: ${fault}`);
    this.name = "InvalidTraceError";
    this.line = line;
  }
}

const HEADER = "second,count,taskSeconds";
/** Tasks in one trace: each is followed by itself. */
const MOST_TASKS = 1_000_000;

/**
 * Reads `second,count,taskSeconds` lines, below that header or without one. Comments begin with `#`; two of them tell of Spot:
 * `# spot shortage <from> <to>` and `# spot reclaim <second> <percent>`.
 * @throws InvalidTraceError
 */
export function parseTrace(text: string): Trace {
  const arrivals: Arrival[] = [];
  const shortages: Shortage[] = [];
  const reclaims: Reclaim[] = [];
  let tasks = 0;
  for (const [index, raw] of text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries()) {
    const line = raw.trim();
    const number = index + 1;
    if (/^#\s*spot\b/.test(line)) {
      const event = parseSpotEvent(line, number);
      if ("fromSecond" in event) shortages.push(event);
      else reclaims.push(event);
    } else if (line !== "" && !line.startsWith("#") && line.replaceAll(" ", "") !== HEADER) {
      const arrival = parseArrival(line, number);
      tasks += arrival.count;
      if (tasks > MOST_TASKS) throw new InvalidTraceError(number, `more than ${MOST_TASKS} tasks; write a shorter trace.`);
      arrivals.push(arrival);
    }
  }
  if (tasks === 0) throw new InvalidTraceError(1, `no task arrives; write lines of "${HEADER}", for example "0,10,8.5".`);
  return { arrivals: arrivals.sort((a, b) => a.second - b.second), shortages, reclaims };
}

function parseArrival(line: string, number: number): Arrival {
  const fields = line.split(",").map((field) => field.trim());
  if (fields.length !== 3) throw new InvalidTraceError(number, `"${line}" has ${fields.length} of the three fields "${HEADER}".`);
  const [second = "", count = "", taskSeconds = ""] = fields;
  return {
    second: wholeNumber(second, "second", number),
    count: wholeNumber(count, "count", number),
    taskSeconds: positive(taskSeconds, "taskSeconds", number),
  };
}

function parseSpotEvent(line: string, number: number): Shortage | Reclaim {
  const [what, first = "", second = ""] = line.replace(/^#\s*spot\s*/, "").split(/\s+/);
  if (what === "shortage") {
    const shortage = { fromSecond: wholeNumber(first, "from", number), toSecond: wholeNumber(second, "to", number) };
    if (shortage.toSecond <= shortage.fromSecond) throw new InvalidTraceError(number, "the shortage ends before it begins.");
    return shortage;
  }
  if (what !== "reclaim") {
    throw new InvalidTraceError(number, `"${line}": write "# spot shortage <from> <to>" or "# spot reclaim <second> <percent>".`);
  }
  const percent = positive(second, "percent", number);
  if (percent > 100) throw new InvalidTraceError(number, `percent is ${percent}; write 1 to 100.`);
  return { second: wholeNumber(first, "second", number), percent };
}

/** Forty days: longer than any trace that one would wait for. */
const MOST_SECONDS = 40 * 86_400;

function wholeNumber(text: string, name: string, line: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= MOST_SECONDS) return value;
  throw new InvalidTraceError(line, `${name} is "${text}"; write a whole number from 0 to ${MOST_SECONDS}.`);
}

function positive(text: string, name: string, line: number): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value > 0 && value <= MOST_SECONDS) return value;
  throw new InvalidTraceError(line, `${name} is "${text}"; write a number above 0, for example 8.5.`);
}
