import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { createWebhook, webhooksQuery } from "../api/webhooks-api.ts";
import { Icon } from "../components/icon.tsx";
import { useDocumentTitle } from "../hooks/use-document-title.ts";
import { messages } from "../messages.ts";
import "../styles/panel.css";
import { SecretDialog } from "./secret-dialog.tsx";
import { WebhookCard } from "./webhook-card.tsx";
import { WebhookDialog } from "./webhook-dialog.tsx";

/** Whom to tell of what happens. */
export default function WebhooksPage() {
  useDocumentTitle(messages.webhooks.title);
  const client = useQueryClient();
  const { data, error } = useQuery(webhooksQuery);
  const [isAdding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string>();
  return (
    <div className="panel-page">
      <h1>{messages.webhooks.title}</h1>
      <p className="fine-print">{messages.webhooks.intro}</p>
      {error && (
        <p className="error-text" role="alert">
          {error.message}
        </p>
      )}
      {!data && !error && <div className="panel-loading" role="status" aria-label={messages.loading} />}
      {data?.items.length === 0 && <p>{messages.webhooks.none}</p>}
      {data?.items.map((webhook) => (
        <WebhookCard key={webhook.id} webhook={webhook} onSecret={setSecret} />
      ))}
      {data && (
        <div className="panel-actions">
          <button type="button" className="button button-primary" onClick={() => setAdding(true)}>
            <Icon name="add" size={18} />
            {messages.webhooks.add}
          </button>
        </div>
      )}
      {isAdding && (
        <WebhookDialog
          title={messages.webhooks.addTitle}
          onClose={() => setAdding(false)}
          onSave={async (input) => {
            const made = await createWebhook(input);
            await client.invalidateQueries({ queryKey: webhooksQuery.queryKey });
            setAdding(false);
            setSecret(made.secret);
          }}
        />
      )}
      {secret !== undefined && <SecretDialog secret={secret} onClose={() => setSecret(undefined)} />}
    </div>
  );
}
