import { setUp } from "../api/session-api.ts";
import { Form, field } from "../components/form.tsx";
import { messages } from "../messages.ts";
import { Entrance } from "./entrance.tsx";
import { NewAccountFields } from "./new-account-fields.tsx";
import { OidcEntrance } from "./oidc-entrance.tsx";
import { useEnter } from "./use-enter.ts";

const text = messages.session;

/** The first visitor of a new site makes its administrator's account. */
export default function SetupPage() {
  const { mutate, isPending, error } = useEnter(setUp);
  return (
    <Entrance title={text.setupTitle} text={text.setupText}>
      <Form
        action={text.create}
        busy={isPending}
        fault={error?.message}
        onSubmit={(fields) => mutate({ name: field(fields, "name"), email: field(fields, "email"), password: field(fields, "password") })}
      >
        <NewAccountFields />
      </Form>
      <OidcEntrance />
    </Entrance>
  );
}
