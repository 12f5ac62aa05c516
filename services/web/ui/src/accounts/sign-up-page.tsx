import { signUp } from "../api/admin-api.ts";
import { Form, field } from "../components/form.tsx";
import { Link } from "../components/link.tsx";
import { messages } from "../messages.ts";
import { Entrance } from "./entrance.tsx";
import { NewAccountFields } from "./new-account-fields.tsx";
import { OidcEntrance } from "./oidc-entrance.tsx";
import { useEnter } from "./use-enter.ts";

const text = messages.session;

/** Makes an account where the site is open to everybody. */
export default function SignUpPage() {
  const { mutate, isPending, error } = useEnter(signUp);
  return (
    <Entrance title={text.signUpTitle}>
      <Form
        action={text.create}
        busy={isPending}
        fault={error?.message}
        onSubmit={(fields) => mutate({ name: field(fields, "name"), email: field(fields, "email"), password: field(fields, "password") })}
      >
        <NewAccountFields />
      </Form>
      <OidcEntrance />
      <p className="fine-print">
        <Link href="/sign-in">{text.haveAccount}</Link>
      </p>
    </Entrance>
  );
}
