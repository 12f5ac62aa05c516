import { useState } from "react";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** Read by public/theme.js before the first paint. */
const storageKey = "mediashare.theme";

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(() => themes.find((known) => known === document.documentElement.dataset.theme) ?? "system");
  const choose = (next: Theme) => {
    setTheme(next);
    if (next === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    try {
      if (next === "system") localStorage.removeItem(storageKey);
      else localStorage.setItem(storageKey, next);
    } catch (error) {
      console.info("The theme cannot be remembered: storage is blocked.", error);
    }
  };
  return [theme, choose];
}
