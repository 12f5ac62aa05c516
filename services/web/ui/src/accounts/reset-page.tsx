import { useMutation } from "@tanstack/react-query";
import { requestReset, resetPassword } from "../api/admin-api.ts";
import { Form, field } from "../components/form.tsx";
import { FormField } from "../components/form-field.tsx";
import { Link } from "../components/link.tsx";
import { NewPasswordField } from "../components/new-password-field.tsx";
import { messages } from "../messages.ts";
import { Entrance } from "./entrance.tsx";
import { useHashToken } from "./use-hash-token.ts";

const text = messages.session;

/** Sets a new password by the link in a mail; without one, has such a mail sent. */
export default function ResetPage() {
  const token = useHashToken();
  return token === "" ? <AskForLink /> : <SetPassword token={token} />;
}

function SetPassword({ token }: { token: string }) {
  const { mutate, isPending, isSuccess, error } = useMutation({ mutationFn: resetPassword });
  if (isSuccess) {
    return (
      <Entrance title={text.resetDone} text={text.resetDoneText}>
        <Link className="button button-primary" href="/sign-in">
          {text.signIn}
        </Link>
      </Entrance>
    );
  }
  return (
    <Entrance title={text.resetTitle} text={text.resetText}>
      <Form
        action={text.setPassword}
        busy={isPending}
        fault={error?.message}
        onSubmit={(fields) => mutate({ token, password: field(fields, "password") })}
      >
        <NewPasswordField label={text.newPasswordLabel} />
      </Form>
    </Entrance>
  );
}

function AskForLink() {
  const { mutate, isPending, isSuccess, error } = useMutation({ mutationFn: requestReset });
  if (isSuccess) return <Entrance title={text.mailSent} text={text.mailSentText} />;
  return (
    <Entrance title={text.forgotTitle} text={text.forgotText}>
      <Form action={text.sendLink} busy={isPending} fault={error?.message} onSubmit={(fields) => mutate(field(fields, "email"))}>
        <FormField label={text.email} name="email" type="email" autoComplete="username" required maxLength={254} />
      </Form>
      <p className="fine-print">
        <Link href="/sign-in">{text.backToSignIn}</Link>
      </p>
    </Entrance>
  );
}
