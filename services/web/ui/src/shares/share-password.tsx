import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { ApiError } from "../api/client.ts";
import { unlockShared } from "../api/shares-api.ts";
import { Icon } from "../components/icon.tsx";
import { messages } from "../messages.ts";
import { sharedKey } from "./share-queries.ts";

const text = messages.shares.page;

export function SharePassword({ token }: { token: string }) {
  const client = useQueryClient();
  const [password, setPassword] = useState("");
  const errorId = useId();
  const unlock = useMutation({
    mutationFn: () => unlockShared(token, password),
    onSuccess: () => client.resetQueries({ queryKey: sharedKey(token) }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!unlock.isPending) unlock.mutate();
  };
  return (
    <div className="share-state">
      <form className="share-card" onSubmit={submit}>
        <Icon name="lock" size={44} />
        <h1>{text.passwordTitle}</h1>
        <p>{text.passwordText}</p>
        <label className="form-field">
          <span>{messages.shares.password}</span>
          <input
            type="password"
            required
            value={password}
            autoComplete="off"
            aria-invalid={unlock.isError}
            aria-describedby={unlock.isError ? errorId : undefined}
            onChange={(event) => setPassword(event.target.value)}
          />
        </label>
        {unlock.error && (
          <p className="error-text" role="alert" id={errorId}>
            {explain(unlock.error)}
          </p>
        )}
        <button type="submit" className="button button-primary" aria-disabled={unlock.isPending}>
          {text.open}
        </button>
      </form>
    </div>
  );
}

function explain(error: Error): string {
  if (!(error instanceof ApiError)) return error.message;
  return error.code === "wrong_password" ? text.wrong : error.code === "too_many_requests" ? text.tooMany : error.message;
}
