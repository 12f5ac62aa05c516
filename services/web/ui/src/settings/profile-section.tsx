import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeAccount } from "../api/account-api.ts";
import { sessionQuery, type User } from "../api/session-api.ts";
import { Form, field } from "../components/form.tsx";
import { FormField } from "../components/form-field.tsx";
import { showToast } from "../hooks/toasts.ts";
import { messages } from "../messages.ts";
import { SettingsSection } from "./settings-section.tsx";

const text = messages.settings;

/** Name and e-mail address; another address wants the password. */
export function ProfileSection({ user }: { user: User }) {
  const client = useQueryClient();
  const [email, setEmail] = useState(user.email ?? "");
  const needsPassword = user.hasPassword && email.toLowerCase() !== (user.email ?? "");
  const { mutate, isPending, error } = useMutation({
    mutationFn: changeAccount,
    onSuccess: () => {
      showToast(text.saved);
      return client.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
  });
  const submit = (fields: FormData) =>
    mutate({
      name: field(fields, "name"),
      ...(email === "" ? {} : { email }),
      ...(needsPassword ? { password: field(fields, "password") } : {}),
    });
  return (
    <SettingsSection title={text.profile}>
      <Form action={text.save} busy={isPending} fault={error?.message} onSubmit={submit}>
        <FormField label={messages.session.name} name="name" defaultValue={user.name} autoComplete="name" required maxLength={100} />
        <FormField
          label={messages.session.email}
          hint={user.email === null ? text.emailHint : undefined}
          name="email"
          type="email"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          autoComplete="email"
          required={user.email !== null}
          maxLength={254}
        />
        {needsPassword && (
          <FormField label={text.currentPassword} name="password" type="password" autoComplete="current-password" required />
        )}
      </Form>
    </SettingsSection>
  );
}
