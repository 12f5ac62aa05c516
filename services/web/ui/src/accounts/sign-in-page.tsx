import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { sessionQuery, signIn, signInByLink } from "../api/session-api.ts";
import { Form, field } from "../components/form.tsx";
import { FormField } from "../components/form-field.tsx";
import { Link } from "../components/link.tsx";
import { messages } from "../messages.ts";
import { Entrance } from "./entrance.tsx";
import { OidcEntrance } from "./oidc-entrance.tsx";
import { useEnter } from "./use-enter.ts";
import { useHashToken } from "./use-hash-token.ts";

const text = messages.session;

/** Signs in with a password, or by the token behind the # of a link. */
export default function SignInPage() {
  const { data } = useQuery(sessionQuery);
  const byPassword = useEnter(signIn);
  const byLink = useEnter(signInByLink);
  const token = useHashToken();
  const redeem = byLink.mutate;
  const isTaken = useRef(false);

  useEffect(() => {
    if (token === "" || isTaken.current) return;
    isTaken.current = true;
    redeem(token);
  }, [token, redeem]);

  if (byLink.isPending) return <Entrance title={text.signingIn} />;
  return (
    <Entrance title={text.signInTitle} text={byLink.error ? text.linkFailed : undefined}>
      <Form
        action={byPassword.isPending ? text.signingIn : text.signIn}
        busy={byPassword.isPending}
        fault={byPassword.error?.message}
        onSubmit={(fields) => byPassword.mutate({ email: field(fields, "email"), password: field(fields, "password") })}
      >
        <FormField label={text.email} name="email" type="email" autoComplete="username" required maxLength={254} />
        <FormField label={text.password} name="password" type="password" autoComplete="current-password" required maxLength={1000} />
      </Form>
      <OidcEntrance />
      {data?.mail && (
        <p className="fine-print">
          <Link href="/reset">{text.forgot}</Link>
        </p>
      )}
      {data?.signUp === "open" && (
        <p className="fine-print">
          <Link href="/sign-up">{text.noAccount}</Link>
        </p>
      )}
      {isThisMachine() && <p className="fine-print">{text.localHint}</p>}
    </Entrance>
  );
}

function isThisMachine(): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])$/.test(window.location.hostname);
}
