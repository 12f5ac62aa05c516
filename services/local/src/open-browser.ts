import { spawn } from "node:child_process";

/** Opens the person's browser, if there is a terminal with a person and a screen. */
export function openBrowser(url: string): void {
  if (!process.stdout.isTTY) return;
  const command = { darwin: "open", win32: "explorer" }[process.platform as string] ?? "xdg-open";
  const opener = spawn(command, [url], { stdio: "ignore", detached: true });
  // No such program: the URL is printed anyway.
  opener.on("error", () => undefined);
  opener.unref();
}
