import { z } from "zod";

/** A rule over several fields, once for the API server (CEL) and once for whoever parses a file. */
export interface Rule<Value> {
  /** https://kubernetes.io/docs/reference/using-api/cel/ */
  readonly cel: string;
  /** What to write instead. */
  readonly message: string;
  readonly holds: (value: Value) => boolean;
}

/** The schema with its description, and rules that both the API server and `parseMediaPipeline` hold it to. */
export function ruled<Schema extends z.ZodType>(schema: Schema, description: string, rules: readonly Rule<z.output<Schema>>[]): Schema {
  const checked = schema.superRefine((value, context) => {
    for (const { holds, message } of rules) {
      if (!holds(value)) context.addIssue({ code: "custom", message });
    }
  });
  return checked.meta({ description, "x-kubernetes-validations": rules.map(({ cel: rule, message }) => ({ rule, message })) });
}

/** Text that stays what it was when the resource was made. A file alone has no past, so only the API server can say so. */
export function immutable<Schema extends z.ZodType>(schema: Schema, description: string, message: string): Schema {
  return schema.meta({ description, "x-kubernetes-validations": [{ rule: "self == oldSelf", message }] });
}

export const text = (maxLength: number): z.ZodString => z.string().min(1).max(maxLength);
