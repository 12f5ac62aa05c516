export { createSessionCookie } from "./accounts/session-cookie.ts";
export { EventHub } from "./api/events/event-hub.ts";
export { followChanges } from "./api/events/follow-changes.ts";
export type { MediaDetail } from "./api/media/schema.ts";
export { documentFile } from "./api/openapi/routes.ts";
export { type Mailer, openMailer } from "./mail/mailer.ts";
export { createWebApp, type WebApp, type WebAppOptions } from "./web-app.ts";
export { webRoutes } from "./web-routes.ts";
