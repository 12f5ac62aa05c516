import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { connectOidc, disconnectOidc, oidcConnectionQuery } from "../api/oidc-api.ts";
import type { User } from "../api/session-api.ts";
import { Form, field } from "../components/form.tsx";
import { FormField } from "../components/form-field.tsx";
import { formatDateTime } from "../format.ts";
import { announce } from "../hooks/announce.ts";
import { messages } from "../messages.ts";
import { SettingsSection } from "./settings-section.tsx";

const text = messages.settings;

/** Whether this account can be signed in to by the identity provider. */
export function OidcSection({ user, name }: { user: User; name: string }) {
  const { data, error } = useQuery(oidcConnectionQuery);
  return (
    <SettingsSection title={text.oidc(name)} text={data?.connected === null ? text.oidcText(name) : undefined}>
      {error && <p className="error-text">{error.message}</p>}
      {data && (data.connected ? <Connected user={user} name={name} {...data.connected} /> : <Connect user={user} name={name} />)}
    </SettingsSection>
  );
}

function Connected({ user, name, email, since }: { user: User; name: string; email: string | null; since: string }) {
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: disconnectOidc,
    onSuccess: () => {
      announce(text.oidcDisconnected(name));
      return client.invalidateQueries({ queryKey: oidcConnectionQuery.queryKey });
    },
  });
  return (
    <>
      <ul className="settings-list">
        <li>
          <div>
            <p className="settings-name">{email ?? text.oidcConnected}</p>
            <p className="fine-print">{text.oidcSince(formatDateTime(since))}</p>
          </div>
          {user.hasPassword && (
            <button type="button" className="button button-small" aria-disabled={isPending} onClick={() => !isPending && mutate()}>
              {text.oidcDisconnect}
            </button>
          )}
        </li>
      </ul>
      {!user.hasPassword && <p className="fine-print">{text.oidcOnlyWay(name)}</p>}
      {error && (
        <p className="error-text" role="alert">
          {error.message}
        </p>
      )}
    </>
  );
}

function Connect({ user, name }: { user: User; name: string }) {
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: connectOidc,
    onSuccess: ({ url }) => window.location.assign(url),
  });
  return (
    <Form
      action={text.oidcConnect(name)}
      busy={isPending || isSuccess}
      fault={error?.message}
      onSubmit={(fields) => mutate(user.hasPassword ? field(fields, "password") : undefined)}
    >
      {user.hasPassword && (
        <FormField label={text.currentPassword} name="password" type="password" autoComplete="current-password" required />
      )}
    </Form>
  );
}
