import { InvalidTraceError, meanTaskSeconds, parseTrace } from "@mediashare/simulator";
import { expect } from "chai";

describe("a trace", () => {
  it("is lines of second, count and seconds of work, below a header or without one", () => {
    const arrivals = [
      { second: 0, count: 10, taskSeconds: 8.5 },
      { second: 30, count: 1, taskSeconds: 120 },
    ];
    expect(parseTrace("second,count,taskSeconds\n0,10,8.5\n30,1,120\n").arrivals).to.deep.equal(arrivals);
    expect(parseTrace("0,10,8.5\n30,1,120").arrivals).to.deep.equal(arrivals);
  });

  it("may come from a spreadsheet: a byte order mark, CRLF, spaces, empty lines", () => {
    const { arrivals } = parseTrace("\uFEFFsecond, count, taskSeconds\r\n\r\n 0 , 10 , 8.5 \r\n");
    expect(arrivals).to.deep.equal([{ second: 0, count: 10, taskSeconds: 8.5 }]);
  });

  it("is put in order, and lines of the same second stay as they are written", () => {
    const { arrivals } = parseTrace("9,1,1\n3,1,2\n3,1,1");
    expect(arrivals.map(({ second, taskSeconds }) => [second, taskSeconds])).to.deep.equal([
      [3, 2],
      [3, 1],
      [9, 1],
    ]);
  });

  it("tells of Spot in comments, and passes over all others", () => {
    const trace = parseTrace("# Monday's load\n# spot shortage 60 120\n#spot reclaim 30 50\n0,1,1");
    expect(trace.shortages).to.deep.equal([{ fromSecond: 60, toSecond: 120 }]);
    expect(trace.reclaims).to.deep.equal([{ second: 30, percent: 50 }]);
  });

  it("has a mean over its tasks, not over its lines", () => {
    expect(meanTaskSeconds(parseTrace("0,3,1\n5,1,5"))).to.equal(2);
  });

  it("holds a million tasks", () => {
    expect(parseTrace("0,1000000,1").arrivals).to.have.length(1);
  });
});

describe("a trace is refused, with its line,", () => {
  const refusals: readonly [title: string, text: string, line: number, fault: string][] = [
    ["where a field is missing", "0,1,1\n5,2", 2, '"5,2" has 2 of the three fields "second,count,taskSeconds".'],
    ["where a field is too many", "0,1,1,1", 1, '"0,1,1,1" has 4 of the three fields'],
    ["where a second is negative", "-1,1,1", 1, 'second is "-1"; write a whole number from 0 to 3456000.'],
    ["where a second is a fraction", "second,count,taskSeconds\n1.5,1,1", 2, 'second is "1.5"; write a whole number'],
    ["where a second lies beyond forty days", "3456001,1,1", 1, 'second is "3456001"'],
    ["where a count is a word", "0,many,1", 1, 'count is "many"; write a whole number'],
    ["where a count is empty", "0,,1", 1, 'count is ""; write a whole number'],
    ["where a task takes no time", "0,1,0", 1, 'taskSeconds is "0"; write a number above 0, for example 8.5.'],
    ["where a task's time is negative", "0,1,-3", 1, 'taskSeconds is "-3"; write a number above 0'],
    ["where a task's time is not written in digits", "0,1,1e3", 1, 'taskSeconds is "1e3"; write a number above 0'],
    ["where the header has other names", "time,tasks,duration\n0,1,1", 1, 'second is "time"; write a whole number'],
    ["where a million tasks are passed", "0,1000000,1\n\n1,1,1", 3, "more than 1000000 tasks; write a shorter trace."],
    [
      "where Spot does what it cannot",
      "0,1,1\n# spot rains 1 2",
      2,
      'write "# spot shortage <from> <to>" or "# spot reclaim <second> <percent>".',
    ],
    ["where a shortage has no end", "# spot shortage 60\n0,1,1", 1, 'to is ""; write a whole number'],
    ["where a shortage ends before it begins", "# spot shortage 60 60\n0,1,1", 1, "the shortage ends before it begins."],
    ["where a reclaim takes nothing", "# spot reclaim 30 0\n0,1,1", 1, 'percent is "0"; write a number above 0'],
    ["where a reclaim takes more than all", "# spot reclaim 30 101\n0,1,1", 1, "percent is 101; write 1 to 100."],
    ["where a reclaim has no second", "# spot reclaim\n0,1,1", 1, 'percent is ""'],
  ];
  for (const [title, text, line, fault] of refusals) {
    it(title, () => {
      const refuse = () => parseTrace(text);
      expect(refuse).to.throw(InvalidTraceError, `Line ${line} of the trace: `);
      expect(refuse).to.throw(InvalidTraceError, fault);
      expect(refuse).to.throw(InvalidTraceError).with.property("line", line);
    });
  }

  for (const [title, text] of [
    ["nothing is in it", ""],
    ["only a header is", "second,count,taskSeconds\n"],
    ["no task is", "0,0,1\n"],
  ] as const) {
    it(`where ${title}`, () => {
      expect(() => parseTrace(text)).to.throw(
        InvalidTraceError,
        'no task arrives; write lines of "second,count,taskSeconds", for example "0,10,8.5".',
      );
    });
  }
});
