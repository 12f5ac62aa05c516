// The site's service worker: keeps the shell for when there is no network, and takes files that other apps share.
// It keeps no answer of the API and no media: after a sign-out nothing of anybody is left in it.
const shellCache = "mediashare-shell";
const sharedCache = "mediashare-shared";
const shareTarget = "/share-target";

self.addEventListener("install", (event) => {
  event.waitUntil(refreshShell().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.method === "POST" && pathname === shareTarget) event.respondWith(takeShared(request));
  if (request.method !== "GET") return;
  if (pathname.startsWith("/assets/")) event.respondWith(asset(request));
  else if (request.mode === "navigate" && isPageOfTheSite(pathname)) event.respondWith(page(event));
});

/** Pages that are not the shell: the API's answers, and what strangers see of a share, which may be revoked at any time. */
function isPageOfTheSite(pathname) {
  return !pathname.startsWith("/v1/") && !pathname.startsWith("/s/");
}

/** From the network; without one, the shell, which says so. */
async function page(event) {
  const kept = await caches.match("/", { cacheName: shellCache });
  try {
    const response = await fetch(event.request);
    const isNew = response.ok && response.headers.get("ETag") !== kept?.headers.get("ETag");
    if (isNew) event.waitUntil(refreshShell().catch(() => undefined));
    return response;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

/** Their names carry the hash of their content, so one that is kept is the right one. */
async function asset(request) {
  const cache = await caches.open(shellCache);
  const kept = await cache.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}

/** Keeps the document with all that it names, and forgets what an older one named. */
async function refreshShell() {
  const document = await fetch("/", { cache: "no-cache" });
  if (!document.ok) throw new Error(`The shell cannot be had: ${document.status}`);
  const text = await document.clone().text();
  const named = Array.from(text.matchAll(/(?:src|href)="(\/[^"]+)"/g), ([, path]) => path);
  const cache = await caches.open(shellCache);
  await cache.addAll(named);
  await cache.put("/", document);
  const current = new Set(["/", ...named]);
  for (const request of await cache.keys()) if (!current.has(new URL(request.url).pathname)) await cache.delete(request);
}

/** Lays the files down for the page, which takes them into its uploads. */
async function takeShared(request) {
  const form = await request.formData();
  const cache = await caches.open(sharedCache);
  for (const file of form.getAll("file")) {
    if (!(file instanceof File)) continue;
    const headers = { "Content-Type": file.type, "X-File-Name": encodeURIComponent(file.name) };
    await cache.put(`${shareTarget}/${crypto.randomUUID()}`, new Response(file, { headers }));
  }
  return Response.redirect("/", 303);
}
