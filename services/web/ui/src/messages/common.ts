export const common = {
  locale: "en",
  appName: "Mediashare",
  documentTitle: (name: string | undefined) => (name ? `${name} · Mediashare` : "Mediashare"),
  skipToContent: "Skip to the content",
  home: "Mediashare, to your photos",
  tryAgain: "Try again",
  cancel: "Cancel",
  close: "Close",
  dismiss: "Dismiss",
  loading: "Loading",
  copy: "Copy",
  copied: "Copied.",
  copyFailed: "Select the text and copy it: this browser does not let the page do it.",
};

export const theme = { system: "Theme: as the system", light: "Theme: light", dark: "Theme: dark" };

export const connection = {
  offline: "You are offline. Uploads continue when the connection is back.",
  reconnecting: "The connection to the server is lost. Trying again…",
};
