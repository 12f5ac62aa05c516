import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  changeWebhook,
  deleteWebhook,
  deliveriesQuery,
  rotateSecret,
  testWebhook,
  type Webhook,
  webhooksQuery,
} from "../api/webhooks-api.ts";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import { formatDateTime } from "../format.ts";
import { showToast } from "../hooks/toasts.ts";
import { messages } from "../messages.ts";
import { DeliveryLog } from "./delivery-log.tsx";
import { WebhookDialog } from "./webhook-dialog.tsx";

const texts = messages.webhooks;

/** One webhook, with all that can be done about it. */
export function WebhookCard({ webhook, onSecret }: { webhook: Webhook; onSecret: (secret: string) => void }) {
  const client = useQueryClient();
  const [asked, setAsked] = useState<"change" | "delete">();
  const [fault, setFault] = useState<string>();
  const isActive = webhook.state === "active";

  const run = async (action: () => Promise<unknown>) => {
    setFault(undefined);
    try {
      await action();
      await client.invalidateQueries({ queryKey: webhooksQuery.queryKey });
    } catch (error) {
      setFault((error as Error).message);
    }
  };
  const test = async () => {
    await testWebhook(webhook.id);
    showToast(texts.tested);
    await client.invalidateQueries({ queryKey: deliveriesQuery(webhook.id).queryKey });
  };
  const rotate = async () => {
    const { secret, previousUntil } = await rotateSecret(webhook.id);
    onSecret(secret);
    showToast(texts.previousUntil(formatDateTime(previousUntil)));
  };

  return (
    <section className="panel" aria-label={webhook.url}>
      <h2 className="webhook-url">
        <bdi>{webhook.url}</bdi>
      </h2>
      <p className={isActive ? undefined : "error-text"}>
        {webhook.disabledReason === null ? texts.active : texts.disabledReasons[webhook.disabledReason]}
      </p>
      <p className="fine-print">{webhook.events.map((event) => texts.eventNames[event] ?? event).join(" · ")}</p>
      {webhook.failingSince !== null && isActive && (
        <p className="panel-notice">{texts.failingSince(formatDateTime(webhook.failingSince))}</p>
      )}
      <div className="panel-actions">
        {isActive && (
          <button type="button" className="button button-small" onClick={() => void run(test)}>
            {texts.test}
          </button>
        )}
        <button type="button" className="button button-small" onClick={() => setAsked("change")}>
          {texts.change}
        </button>
        <button type="button" className="button button-small" onClick={() => void run(rotate)}>
          {texts.rotate}
        </button>
        <button
          type="button"
          className="button button-small"
          onClick={() => void run(() => changeWebhook(webhook.id, { enabled: !isActive }))}
        >
          {isActive ? texts.disable : texts.enable}
        </button>
        <button type="button" className="button button-small" onClick={() => setAsked("delete")}>
          {texts.delete}
        </button>
      </div>
      {fault && (
        <p className="error-text" role="alert">
          {fault}
        </p>
      )}
      <DeliveryLog webhookId={webhook.id} canSend={isActive} />
      {asked === "change" && (
        <WebhookDialog
          title={texts.changeTitle}
          value={webhook}
          onClose={() => setAsked(undefined)}
          onSave={async (input) => {
            await changeWebhook(webhook.id, input);
            setAsked(undefined);
            await client.invalidateQueries({ queryKey: webhooksQuery.queryKey });
          }}
        />
      )}
      {asked === "delete" && (
        <ConfirmDialog
          title={texts.deleteTitle}
          text={texts.deleteText(webhook.url)}
          confirmLabel={texts.delete}
          error={fault}
          onConfirm={() => void run(() => deleteWebhook(webhook.id))}
          onClose={() => setAsked(undefined)}
        />
      )}
    </section>
  );
}
