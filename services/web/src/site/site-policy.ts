/**
 * The Content-Security-Policy of the site: its pages load themselves, talk to the upload endpoint, and show media from the CDN, and
 * tiles of a map where there is a server for them.
 */
export function sitePolicy(urls: {
  deliveryUrl: string;
  uploadUrl: string;
  mapTilesUrl?: string | undefined;
}): Record<string, readonly string[]> {
  const delivery = new URL(urls.deliveryUrl).origin;
  const upload = new URL(urls.uploadUrl).origin;
  const tiles = urls.mapTilesUrl === undefined ? [] : [new URL(urls.mapTilesUrl).origin];
  return {
    "default-src": ["'self'"],
    "script-src": ["'self'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "blob:", "data:", delivery, ...tiles],
    "media-src": ["'self'", "blob:", delivery],
    "connect-src": ["'self'", "blob:", upload, delivery],
    // hls.js makes its worker from a blob.
    "worker-src": ["'self'", "blob:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
  };
}
