import type { ApiTokenInput } from "../api/account-api.ts";
import { Form, field } from "../components/form.tsx";
import { FormField } from "../components/form-field.tsx";
import { messages } from "../messages.ts";

const text = messages.settings;
type Scope = ApiTokenInput["scopes"][number];
/** What a program that uploads and looks needs. */
const usual: ReadonlySet<Scope> = new Set(["media:read", "media:write"]);
const lifetimes = [30, 90, 365] as const;

interface TokenFormProps {
  readonly isAdministrator: boolean;
  readonly busy: boolean;
  readonly fault: string | undefined;
  readonly onCreate: (token: ApiTokenInput) => void;
}

export function TokenForm({ isAdministrator, busy, fault, onCreate }: TokenFormProps) {
  const scopes = (Object.keys(text.scopes) as Scope[]).filter((scope) => scope !== "admin" || isAdministrator);
  const submit = (fields: FormData) => {
    const days = Number(field(fields, "days"));
    onCreate({
      name: field(fields, "name"),
      scopes: scopes.filter((scope) => fields.has(scope)),
      ...(days > 0 ? { expiresInDays: days } : {}),
    });
  };
  return (
    <Form action={text.createToken} busy={busy} fault={fault} onSubmit={submit}>
      <FormField label={text.tokenName} hint={text.tokenNameHint} name="name" autoComplete="off" required maxLength={100} />
      <fieldset className="form-choices">
        <legend>{text.tokenScopes}</legend>
        {scopes.map((scope) => (
          <label key={scope}>
            <input type="checkbox" name={scope} defaultChecked={usual.has(scope)} />
            {text.scopes[scope]}
          </label>
        ))}
      </fieldset>
      <div className="form-field">
        <label htmlFor="token-days">{text.tokenLifetime}</label>
        <select id="token-days" name="days" defaultValue="90">
          {lifetimes.map((days) => (
            <option key={days} value={days}>
              {text.days(days)}
            </option>
          ))}
          <option value="0">{text.untilRevoked}</option>
        </select>
      </div>
    </Form>
  );
}
