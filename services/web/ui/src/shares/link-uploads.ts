import { linkTarget, type UploadTarget } from "../upload/upload-target.ts";
import { Uploads } from "../upload/uploads.ts";

interface LinkUploads {
  readonly target: UploadTarget;
  readonly uploads: Uploads;
}

const byLink = new Map<string, LinkUploads>();

/** A visitor's uploads by a link: they go on when the page is left for another of the site, and are found again there. */
export function linkUploads(linkToken: string): LinkUploads {
  const known = byLink.get(linkToken);
  if (known) return known;
  const target = linkTarget(linkToken);
  const made = { target, uploads: new Uploads(target) };
  byLink.set(linkToken, made);
  return made;
}
