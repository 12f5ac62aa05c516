import { useEffect } from "react";

/** What had the focus may vanish with it, a closed menu for one: the keys must reach the viewer all the same. */
export function useKeepFocus(): void {
  useEffect(() => {
    const onFocusOut = () =>
      setTimeout(() => {
        if (document.activeElement === document.body) document.querySelector<HTMLElement>(".yarl__container")?.focus();
      });
    document.addEventListener("focusout", onFocusOut);
    return () => document.removeEventListener("focusout", onFocusOut);
  }, []);
}
