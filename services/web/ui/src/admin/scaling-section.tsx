import { useQuery } from "@tanstack/react-query";
import { type ScalingAnswer, scalingQuery } from "../api/operation-api.ts";
import { formatAgo, formatDateTime, formatDecimal } from "../format.ts";
import { messages } from "../messages.ts";
import { Panel } from "./panel.tsx";
import { Stat } from "./stat.tsx";

const texts = messages.operation.scaling;
const shown = (value: number | null) => (value === null ? messages.operation.queue.unknown : formatDecimal(value));

export function ScalingSection() {
  const query = useQuery(scalingQuery);
  return (
    <Panel title={texts.title} query={query}>
      {({ report, missing }) =>
        report ? (
          <Report report={report} nowMs={query.dataUpdatedAt} />
        ) : (
          <p className="fine-print">{texts.missing[missing ?? "not_configured"]}</p>
        )
      }
    </Panel>
  );
}

function Report({ report, nowMs }: { report: NonNullable<ScalingAnswer["report"]>; nowMs: number }) {
  const { workers, nodeGroups, changes } = report;
  return (
    <>
      <dl className="stats">
        <Stat label={texts.workers} value={shown(workers.desired)} />
        <Stat label={texts.asked} value={shown(workers.asked)} />
        <Stat label={texts.busy} value={shown(workers.busy)} />
        <Stat
          label={texts.backlog}
          value={workers.backlogSeconds === null ? shown(null) : messages.operation.queue.seconds(formatDecimal(workers.backlogSeconds))}
        />
      </dl>
      <p>{report.message}</p>
      <p className="fine-print">{texts.decided(formatDateTime(report.time), formatAgo(report.time, nowMs))}</p>
      {nodeGroups.length > 0 && (
        <div className="panel-part">
          <h3>{texts.nodeGroups}</h3>
          <ul>
            {nodeGroups.map(({ name, capacityType, ready, desired }) => (
              <li key={name}>{texts.nodeGroup(name, capacityType, shown(ready), shown(desired))}</li>
            ))}
          </ul>
        </div>
      )}
      <div className="panel-part">
        <h3>{texts.changes}</h3>
        {changes.length === 0 ? (
          <p className="fine-print">{texts.noChanges}</p>
        ) : (
          <ul className="scaling-changes">
            {changes.map(({ time, from, to, message }) => (
              <li key={time}>
                <strong>{texts.change(shown(from), shown(to))}</strong>
                <span>{message}</span>
                <time className="fine-print" dateTime={time}>
                  {formatDateTime(time)}
                </time>
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}
