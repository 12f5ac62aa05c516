import { type Theme, themes, useTheme } from "../hooks/use-theme.ts";
import { messages } from "../messages.ts";
import type { IconName } from "./icon.tsx";
import { IconButton } from "./icon-button.tsx";

const icons: Record<Theme, IconName> = { system: "system", light: "light", dark: "dark" };

/** Goes round: as the system, light, dark. */
export function ThemeButton() {
  const [theme, setTheme] = useTheme();
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? "system";
  return <IconButton icon={icons[theme]} label={messages.theme[theme]} onClick={() => setTheme(next)} />;
}
