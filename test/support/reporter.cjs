const { writeFileSync } = require("node:fs");
const { reporters, Runner } = require("mocha");

/** Mocha's spec output for people, and the counts in a file for the runner. */
module.exports = class Reporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const skipped = [];
    runner.on(Runner.constants.EVENT_TEST_PENDING, (test) => skipped.push(test.fullTitle()));
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures } = this.stats;
      writeFileSync(options.reporterOptions.output, JSON.stringify({ passed: passes, failed: failures, skipped }));
    });
  }
};
