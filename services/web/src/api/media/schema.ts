import { liveMediaStates, mediaKinds, mediaStates } from "@mediashare/contract";
import { z } from "zod";

const timestamp = z.iso.datetime();

/** Where the outputs of a media are. They share a signature: a page with one for each picture would be three times as long. */
export const delivery = z
  .object({
    // Made by the signer: to parse it once more would only cost.
    baseUrl: z.string().meta({
      format: "uri",
      description: "Where the media's outputs lie on the CDN. The URL of each is this, its `path`, a question mark, and `query`",
    }),
    query: z.string().meta({
      description:
        "The signature of all of them, and of all that playlists and storyboards name; good for at least MEDIASHARE_DELIVERY_URL_TTL",
    }),
  })
  .meta({ id: "Delivery" });

const path = z.string().meta({ description: "Below `delivery.baseUrl`" });

/** One image output that a page can show. */
export const rendition = z
  .object({
    path: path.meta({ examples: ["w1280.webp"] }),
    contentType: z.string(),
    width: z.int().positive(),
    height: z.int().positive(),
    sizeBytes: z.int().nonnegative(),
  })
  .meta({ id: "Rendition" });

export const failure = z
  .object({
    code: z.string().meta({ description: "Stable, for programs", examples: ["truncated"] }),
    message: z.string().meta({ description: "What went wrong and what to do, for people" }),
    retryable: z.boolean().meta({ description: "Whether a retry without a new file may help" }),
  })
  .meta({ id: "Failure" });

export const mediaSummary = z
  .object({
    id: z.uuid(),
    state: z.enum(mediaStates).exclude(["receiving", "deleted"]),
    kind: z.enum(mediaKinds),
    fileName: z.string(),
    contentType: z.string(),
    sizeBytes: z.int().nonnegative(),
    width: z.int().positive().nullable().meta({ description: "Pixels as displayed, after orientation" }),
    height: z.int().positive().nullable(),
    durationMs: z.int().nonnegative().nullable(),
    timelineAt: timestamp.meta({ description: "Where it stands in the timeline: captured, else received" }),
    progress: z.number().min(0).max(1),
    playable: z.boolean().meta({ description: "A video that can be watched, finished or not" }),
    thumbhash: z.base64().nullable().meta({ description: "Placeholder, https://evanw.github.io/thumbhash/" }),
    favourite: z.boolean(),
    caption: z.string(),
    liveVideoId: z
      .uuid()
      .nullable()
      .meta({ description: "Of a live photo: the video that belongs to it and stands in no list of its own" }),
    trashedAt: timestamp.nullable().meta({ description: "When it was put into the trash" }),
    failure: failure.nullable(),
    delivery,
    images: z.array(rendition).meta({ description: "The image, or a video's poster, in ascending width; modern format and JPEG" }),
  })
  .meta({ id: "MediaSummary" });

/** What a player needs to begin. */
export const playbackFields = {
  hls: z
    .object({
      path,
      complete: z.boolean().meta({ description: "False while later segments are still being made" }),
    })
    .nullable()
    .meta({ description: "The multivariant playlist. `delivery.query` goes to every URL that the playlists name as well" }),
  storyboard: z.object({ path }).nullable().meta({ description: "The WebVTT thumbnails track; its cues name sheets relative to it" }),
};

export const mediaDetail = mediaSummary
  .extend({
    sha256: z.hex(),
    createdAt: timestamp,
    capturedAt: timestamp.nullable().meta({ description: "As the owner says, else as the file says" }),
    edited: z
      .object({ captured: z.boolean(), place: z.boolean() })
      .meta({ description: "Which of these the owner says otherwise than the file does" }),
    facts: z.object({
      camera: z.object({ make: z.string().optional(), model: z.string().optional(), lens: z.string().optional() }).optional(),
      exposure: z
        .object({
          seconds: z.number().optional(),
          fNumber: z.number().optional(),
          iso: z.number().optional(),
          focalLengthMm: z.number().optional(),
        })
        .optional(),
      place: z
        .object({
          latitude: z.number(),
          longitude: z.number(),
          altitudeM: z.number().optional(),
          name: z
            .string()
            .optional()
            .meta({ description: "What people call it, in English", examples: ["Sintra, Portugal"] }),
        })
        .optional(),
      capturedLocal: z.string().optional(),
      animated: z.boolean().optional(),
      video: z.object({ codec: z.string(), frameRate: z.number(), rotation: z.number() }).optional(),
      audio: z.object({ codec: z.string(), channels: z.number() }).optional(),
    }),
    ...playbackFields,
  })
  .meta({ id: "MediaDetail" });

export const mediaPage = z.object({ items: z.array(mediaSummary), nextCursor: z.string().nullable() }).meta({ id: "MediaPage" });

/** Numbers by month, as the days of twenty years are seven thousand. */
export const mediaDays = z
  .object({
    months: z
      .array(
        z.object({
          month: z.string().meta({ examples: ["2026-11"] }),
          items: z
            .array(z.int().nonnegative())
            .meta({ description: "How many media each day has, from the first of the month to the last that has any" }),
        }),
      )
      .meta({ description: "Latest first; days of UTC. Months without media are left out" }),
  })
  .meta({ id: "MediaDays" });

export const lookupRequest = z.object({
  sha256: z
    .array(z.string().regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits in lower case"))
    .min(1)
    .max(1_000),
});

export const lookupAnswer = z
  .object({
    items: z
      .array(z.object({ sha256: z.hex(), id: z.uuid(), state: z.enum(liveMediaStates) }))
      .meta({ description: "Those that are there, in no order" }),
  })
  .meta({ id: "LookupAnswer" });

export const mediaParams = z.object({ id: z.uuid() });

/** The data of every `media` event of the stream; a media that is gone has only its id. */
export const mediaEvent = z.object({ id: z.uuid(), media: mediaSummary.nullable() }).meta({ id: "MediaEvent" });

export type Delivery = z.infer<typeof delivery>;
export type Rendition = z.infer<typeof rendition>;
export type MediaSummary = z.infer<typeof mediaSummary>;
export type MediaDetail = z.infer<typeof mediaDetail>;
export type MediaDays = z.infer<typeof mediaDays>;
export type MediaPage = z.infer<typeof mediaPage>;
export type MediaEvent = z.infer<typeof mediaEvent>;
