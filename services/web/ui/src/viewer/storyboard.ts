import { withQuery } from "./signed-url.ts";

/** A thumbnails track whose cues name their sheets by whole, signed URLs instead of relative to the track. */
export function signCues(vtt: string, trackUrl: string, query: string): string {
  return vtt.replace(/^(?!WEBVTT|NOTE|STYLE|REGION)(\S+)#xywh=([\d,]+)$/gm, (_, sheet: string, box: string) => {
    return `${withQuery(new URL(sheet, trackUrl).href, query)}#xywh=${box}`;
  });
}
