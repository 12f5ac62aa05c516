import { useId } from "react";
import { FormField } from "../components/form-field.tsx";
import { messages } from "../messages.ts";
import { writeQuota } from "./quota.ts";

const text = messages.admin;
export type Role = keyof typeof text.roles;

/** What an administrator says of an account, there or to come. */
export function RoleAndQuotaFields({ present, quotaBytes, quotaHint }: { present: Role; quotaBytes: number | null; quotaHint: string }) {
  const roleId = useId();
  return (
    <>
      <div className="form-field">
        <label htmlFor={roleId}>{text.role}</label>
        <select id={roleId} name="role" defaultValue={present}>
          {(Object.keys(text.roles) as Role[]).map((each) => (
            <option key={each} value={each}>
              {text.roles[each]}
            </option>
          ))}
        </select>
      </div>
      <FormField
        label={text.quota}
        hint={quotaHint}
        name="quota"
        type="number"
        min="0"
        step="any"
        inputMode="decimal"
        defaultValue={writeQuota(quotaBytes)}
      />
    </>
  );
}
