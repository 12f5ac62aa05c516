/** Has the browser keep the site for when there is no network. Without it everything works but that, and sharing from other apps. */
export function registerWorker(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  window.addEventListener("load", () => {
    navigator.serviceWorker.register("/sw.js").catch((error: unknown) => console.info("No service worker.", error));
  });
}
