import { FormField } from "../components/form-field.tsx";
import { NewPasswordField } from "../components/new-password-field.tsx";
import { messages } from "../messages.ts";

const text = messages.session;

/** What every new account wants to know. */
export function NewAccountFields({ email }: { email?: string | undefined }) {
  return (
    <>
      <FormField label={text.name} hint={text.nameHint} name="name" autoComplete="name" required maxLength={100} />
      <FormField label={text.email} name="email" type="email" autoComplete="username" required maxLength={254} defaultValue={email} />
      <NewPasswordField label={text.password} />
    </>
  );
}
