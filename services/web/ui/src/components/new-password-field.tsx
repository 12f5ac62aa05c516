import { messages } from "../messages.ts";
import { FormField } from "./form-field.tsx";

/** As the API has it. */
const leastLength = 12;

/** A password that is to be set. The server tells whether it is one that everybody tries first. */
export function NewPasswordField({ label }: { label: string }) {
  return (
    <FormField
      label={label}
      hint={messages.session.newPasswordHint}
      name="password"
      type="password"
      autoComplete="new-password"
      required
      minLength={leastLength}
      maxLength={1000}
    />
  );
}
