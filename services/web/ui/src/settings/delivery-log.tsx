import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { deliveriesQuery, sendAgain, type WebhookDelivery } from "../api/webhooks-api.ts";
import { formatDateTime } from "../format.ts";
import { messages } from "../messages.ts";

const texts = messages.webhooks;

/** What was sent lately and how it ended; read only while it is open. */
export function DeliveryLog({ webhookId, canSend }: { webhookId: string; canSend: boolean }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="delivery-log" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{texts.log}</summary>
      {isOpen && <Deliveries webhookId={webhookId} canSend={canSend} />}
    </details>
  );
}

function Deliveries({ webhookId, canSend }: { webhookId: string; canSend: boolean }) {
  const client = useQueryClient();
  const query = deliveriesQuery(webhookId);
  const { data, error } = useQuery(query);
  const [fault, setFault] = useState<string>();
  const again = async (id: string) => {
    setFault(undefined);
    try {
      await sendAgain(webhookId, id);
      await client.invalidateQueries({ queryKey: query.queryKey });
    } catch (failure) {
      setFault((failure as Error).message);
    }
  };
  const said = fault ?? error?.message;
  return (
    <>
      {said && (
        <p className="error-text" role="alert">
          {said}
        </p>
      )}
      {data?.items.length === 0 && <p className="fine-print">{texts.logEmpty}</p>}
      <ul>
        {data?.items.map((delivery) => (
          <li key={delivery.id} data-state={delivery.state}>
            <span>
              <code>{delivery.event}</code> <strong>{texts.states[delivery.state]}</strong>
              <span className="fine-print">{describe(delivery)}</span>
            </span>
            {canSend && delivery.state !== "pending" && (
              <button
                type="button"
                className="text-button"
                aria-label={texts.againOf(delivery.event, formatDateTime(delivery.createdAt))}
                onClick={() => void again(delivery.id)}
              >
                {texts.again}
              </button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function describe({ createdAt, attempts, lastStatus, lastError, nextAttemptAt }: WebhookDelivery): string {
  return [
    formatDateTime(createdAt),
    ...(attempts > 1 ? [texts.attempts(attempts)] : []),
    ...(lastStatus === null ? [] : [texts.status(lastStatus)]),
    ...(lastError === null ? [] : [lastError]),
    ...(nextAttemptAt === null || attempts === 0 ? [] : [texts.nextAttempt(formatDateTime(nextAttemptAt))]),
  ].join(" · ");
}
