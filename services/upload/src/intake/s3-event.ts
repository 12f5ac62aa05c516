import { parseJson } from "@mediashare/kit";
import { z } from "zod";

/** The part of an S3 event notification that we read (https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html). */
const notification = z.object({
  Records: z
    .array(z.object({ eventName: z.string(), s3: z.object({ object: z.object({ key: z.string() }) }) }))
    // S3 sends a test event without records when notifications are set up.
    .default([]),
});

/** Keys of the objects that an event notification says were created; undefined where the message is none. */
export function parseCreatedKeys(body: string): string[] | undefined {
  const parsed = notification.safeParse(parseJson(body));
  if (!parsed.success) return undefined;
  return parsed.data.Records.filter(({ eventName }) => eventName.startsWith("ObjectCreated:")).map(({ s3 }) => decodeKey(s3.object.key));
}

/** Keys come form-encoded: a space is a plus. */
function decodeKey(key: string): string {
  return decodeURIComponent(key.replaceAll("+", " "));
}
