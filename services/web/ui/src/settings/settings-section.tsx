import { type ReactNode, useId } from "react";

interface SettingsSectionProps {
  readonly title: string;
  readonly text?: string | undefined;
  readonly children?: ReactNode;
}

/** One part of a page of settings, with its heading. */
export function SettingsSection({ title, text, children }: SettingsSectionProps) {
  const id = useId();
  return (
    <section className="settings-section" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {text && <p className="settings-text">{text}</p>}
      {children}
    </section>
  );
}
