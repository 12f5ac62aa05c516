import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type ApiToken, createToken, revokeToken, tokensQuery } from "../api/account-api.ts";
import { ConfirmDialog } from "../components/confirm-dialog.tsx";
import { formatDateTime } from "../format.ts";
import { announce } from "../hooks/announce.ts";
import { messages } from "../messages.ts";
import { SettingsSection } from "./settings-section.tsx";
import { ShownToken } from "./shown-token.tsx";
import { TokenForm } from "./token-form.tsx";

const text = messages.settings;

/** API tokens: made here, shown once, revoked here. */
export function TokensSection({ isAdministrator }: { isAdministrator: boolean }) {
  const client = useQueryClient();
  const { data, error } = useQuery(tokensQuery);
  const [doomed, setDoomed] = useState<ApiToken>();
  const refresh = () => client.invalidateQueries({ queryKey: tokensQuery.queryKey });
  const create = useMutation({ mutationFn: createToken, onSuccess: refresh });
  const revoke = useMutation({
    mutationFn: revokeToken,
    onSuccess: () => {
      setDoomed(undefined);
      announce(text.tokenRevoked);
      return refresh();
    },
  });
  return (
    <SettingsSection title={text.tokens} text={text.tokensText}>
      {error && <p className="error-text">{error.message}</p>}
      {data && data.items.length > 0 && (
        <ul className="settings-list">
          {data.items.map((token) => (
            <li key={token.id}>
              <div>
                <p className="settings-name">{token.name}</p>
                <p className="fine-print">{token.scopes.map((scope) => text.scopes[scope]).join(" · ")}</p>
                <p className="fine-print">{usageOf(token)}</p>
              </div>
              <button
                type="button"
                className="button button-small"
                aria-label={text.revokeNamed(token.name)}
                onClick={() => setDoomed(token)}
              >
                {text.revoke}
              </button>
            </li>
          ))}
        </ul>
      )}
      {create.data ? (
        <ShownToken token={create.data} onDone={() => create.reset()} />
      ) : (
        <TokenForm
          isAdministrator={isAdministrator}
          busy={create.isPending}
          fault={create.error?.message}
          onCreate={(input) => create.mutate(input)}
        />
      )}
      {doomed && (
        <ConfirmDialog
          title={text.revokeTitle(doomed.name)}
          text={text.revokeText}
          confirmLabel={text.revoke}
          busy={revoke.isPending}
          error={revoke.error?.message}
          onConfirm={() => revoke.mutate(doomed.id)}
          onClose={() => setDoomed(undefined)}
        />
      )}
    </SettingsSection>
  );
}

function usageOf({ usedAt, expiresAt }: ApiToken): string {
  const used = usedAt === null ? text.neverUsed : text.lastUsed(formatDateTime(usedAt));
  return expiresAt === null ? used : `${used} · ${text.expires(formatDateTime(expiresAt))}`;
}
