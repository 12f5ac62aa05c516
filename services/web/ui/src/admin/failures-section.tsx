import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type FailureGroups, failuresQuery, retryFailures } from "../api/operation-api.ts";
import { Icon } from "../components/icon.tsx";
import { formatDateTime } from "../format.ts";
import { showToast } from "../hooks/toasts.ts";
import { messages } from "../messages.ts";
import { Panel } from "./panel.tsx";

const texts = messages.operation.failures;

export function FailuresSection() {
  const query = useQuery(failuresQuery);
  return (
    <Panel title={texts.title} query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="fine-print">{texts.none}</p>
        ) : (
          <ul className="failure-groups">
            {items.map((group) => (
              <FailureGroup key={group.code} group={group} />
            ))}
          </ul>
        )
      }
    </Panel>
  );
}

function FailureGroup({ group }: { group: FailureGroups["items"][number] }) {
  const client = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const retry = async () => {
    setBusy(true);
    setFault(undefined);
    try {
      showToast(texts.retried(await retryFailures(group.code)));
    } catch (error) {
      setFault((error as Error).message);
    }
    setBusy(false);
    await client.invalidateQueries({ queryKey: ["admin"] });
  };
  return (
    <li>
      <div>
        <h3>
          <code>{group.code}</code> <span>{texts.items(group.count)}</span>
        </h3>
        <p>{group.message}</p>
        <p className="fine-print">
          {texts.latest(formatDateTime(group.latestAt))}. {!group.retryable && texts.ofTheFile}
        </p>
        {fault && (
          <p className="error-text" role="alert">
            {fault}
          </p>
        )}
      </div>
      <button
        type="button"
        className="button button-small"
        aria-disabled={isBusy}
        aria-label={texts.retryOf(group.code)}
        onClick={() => !isBusy && void retry()}
      >
        <Icon name="retry" size={16} />
        {texts.retry}
      </button>
    </li>
  );
}
