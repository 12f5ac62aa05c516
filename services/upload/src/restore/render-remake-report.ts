import type { RemakeReport } from "./remake-renditions.ts";
import { examples, renderCounts } from "./render-report.ts";

/** What was found and done, for people. */
export function renderRemakeReport({ ready, lacking, hopeless, remade }: RemakeReport, { apply }: { readonly apply: boolean }): string {
  const told = lacking.count > hopeless.count ? "--apply has them made again." : "there is nothing to make again.";
  return [
    ...renderCounts([
      ["media that are ready", ready],
      ["  that lack something made of them", lacking.count],
      ["  and whose original is gone", hopeless.count],
      ...(apply ? ([["  to be made again", remade]] satisfies [string, number][]) : []),
    ]),
    ...examples("media that lack something", lacking),
    ...examples("media whose original is gone too", hopeless),
    "",
    ...(apply ? [] : [`Dry run: no row was changed; ${told}`]),
  ]
    .join("\n")
    .trimEnd();
}

/** One line of progress. */
export function renderRemakeProgress({ ready, lacking, remade }: RemakeReport): string {
  return `${ready} media looked at, ${lacking.count} lack something, ${remade} to be made again`;
}
