import { useMutation, useQueryClient } from "@tanstack/react-query";
import { changePassword } from "../api/account-api.ts";
import { sessionQuery, type User } from "../api/session-api.ts";
import { Form, field } from "../components/form.tsx";
import { FormField } from "../components/form-field.tsx";
import { NewPasswordField } from "../components/new-password-field.tsx";
import { showToast } from "../hooks/toasts.ts";
import { messages } from "../messages.ts";
import { SettingsSection } from "./settings-section.tsx";

const text = messages.settings;

export function PasswordSection({ user }: { user: User }) {
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({ mutationFn: changePassword });
  const submit = (fields: FormData, form: HTMLFormElement) =>
    mutate(
      { ...(user.hasPassword ? { current: field(fields, "current") } : {}), password: field(fields, "password") },
      {
        onSuccess: () => {
          form.reset();
          showToast(text.passwordChanged);
          return client.invalidateQueries({ queryKey: sessionQuery.queryKey });
        },
      },
    );
  if (user.email === null) return <SettingsSection title={text.password} text={text.passwordNeedsEmail} />;
  return (
    <SettingsSection title={text.password} text={text.passwordText}>
      <Form action={user.hasPassword ? text.changePassword : text.setPassword} busy={isPending} fault={error?.message} onSubmit={submit}>
        <input type="hidden" name="username" autoComplete="username" value={user.email} />
        {user.hasPassword && (
          <FormField label={text.currentPassword} name="current" type="password" autoComplete="current-password" required />
        )}
        <NewPasswordField label={text.newPassword} />
      </Form>
    </SettingsSection>
  );
}
