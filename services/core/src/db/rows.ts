import type { AccountRole, DeliveryState, MediaKind, MediaState, TaskKind, TaskState, TokenScope } from "@mediashare/contract";
import type { ActivityKind, AlbumItemKind, MemberRole } from "../albums/album-facts.ts";

/** The rows of every table, as pg returns them: bigint columns as numbers, bytea as Buffer, timestamptz as Date. */

export interface MediaRow {
  id: string;
  owner_id: string;
  state: MediaState;
  kind: MediaKind | null;
  file_name: string;
  /** As found in the content, not as declared. */
  content_type: string | null;
  size_bytes: number | null;
  sha256: Buffer | null;
  original_key: string;
  /** Counts runs of processing from 1; a retry starts the next one. */
  generation: number;
  /** As displayed: after orientation. */
  width: number | null;
  height: number | null;
  duration_ms: number | null;
  captured_at: Date | null;
  /** Where it stands in the timeline: when it was captured, else when it was received. */
  timeline_at: Date;
  facts: MediaFacts;
  thumbhash: Buffer | null;
  /** 0 to 1. */
  progress: number;
  /** Whether a video can be watched already. */
  playable: boolean;
  failure_code: string | null;
  failure_message: string | null;
  /** While it is `receiving`: what of its owner's quota is kept for it. */
  reserved_bytes: number;
  created_at: Date;
  updated_at: Date;
  /** When its owner put it into the trash, from where it is deleted in time. */
  trashed_at: Date | null;
  favourite: boolean;
  /** The owner's words; empty: none. */
  caption: string;
  /** What the owner says instead of what the file says. */
  edited: MediaEdits;
  /** Of the moving part of a live photo: the photo that it is shown with. */
  live_of: string | null;
  /** Of a live photo: its moving part. */
  live_video: string | null;
  /** What people call the place where it was taken; empty: nothing is near. Null: there is no place, or it was not looked up yet. */
  place_name: string | null;
  /** The pictures of the current run, narrow ones first; kept by triggers on `rendition`. */
  readonly images: readonly MediaImage[];
  /** Computed: whether it stands in the timeline and in other lists. */
  readonly listed: boolean;
  /** Computed: in degrees, by the owner, else by the file. */
  readonly latitude: number | null;
  readonly longitude: number | null;
  /** Computed: maker and model; empty: not known. */
  readonly camera: string | null;
  /** Computed: in lower case, what a search looks in. */
  readonly search_text: string | null;
}

/** A picture that lists show. */
export type MediaImage = readonly [name: string, contentType: string, width: number, height: number, sizeBytes: number];

export interface MediaEdits {
  /** ISO 8601, UTC; together with `capturedLocal`. */
  capturedAt?: string;
  /** The time on the clock where it was taken, with the offset of that clock from UTC. */
  capturedLocal?: string;
  /** Null: no place, whatever the file says. */
  place?: { latitude: number; longitude: number } | null;
}

/** How a photo looks, as two fingerprints of 64 bits. */
export interface MediaLookRow {
  media_id: string;
  owner_id: string;
  /** As digits 0 and 1. */
  outline: string;
  steps: string;
  /** Computed: parts of the outline, of which one at least is the same in those that look alike. */
  readonly bands: number[];
}

/** Two photos of an owner that look alike. No foreign keys: their checks would wait for rows that a publication locks. */
export interface MediaAlikeRow {
  owner_id: string;
  /** The greater id of the two. */
  media_id: string;
  other_id: string;
  /** The owner has seen it, and keeps both. */
  dismissed: boolean;
}

/** What was asked for as one download. */
export interface DownloadRow {
  id: string;
  owner_id: string;
  media_ids: string[];
  /** Whether the originals go as they are, or without the place they were taken at. */
  with_place: boolean;
  /** The link whose visitor asked for it; null: its owner did. */
  share_link_id: string | null;
  expires_at: Date;
}

/** How many listed media an owner has on each day of a month of UTC, of which the first is the key; kept by triggers on `media`. */
export interface MediaMonthRow {
  owner_id: string;
  month: Date;
  /** Of 31 days, also where the month has fewer. */
  items: number[];
}

/** What was read from the file itself; everything optional. */
export interface MediaFacts {
  camera?: { make?: string; model?: string; lens?: string };
  exposure?: { seconds?: number; fNumber?: number; iso?: number; focalLengthMm?: number };
  place?: { latitude: number; longitude: number; altitudeM?: number };
  /** ISO 8601 local time with the offset that the camera recorded, if it did. */
  capturedLocal?: string;
  animated?: boolean;
  /** What the photo and the video of a live photo have in common. */
  contentId?: string;
  video?: { codec: string; frameRate: number; rotation: number };
  audio?: { codec: string; channels: number };
}

export interface TaskRow {
  id: string;
  media_id: string;
  owner_id: string;
  generation: number;
  kind: TaskKind;
  /** Which of the tasks of this kind, from 0. */
  ordinal: number;
  /** The plan's part for this task; its schema belongs to the worker. */
  spec: unknown;
  state: TaskState;
  /** Runs started. */
  attempts: number;
  /** Runs that ended in a fault that may pass. */
  failures: number;
  /** Fencing token: every lease raises it, and effects name it. */
  token: number;
  leased_by: string | null;
  lease_expires_at: Date | null;
  progress: number;
  /** Share of the media's whole work, for its progress. */
  weight: number;
  /** Time that the last run took. */
  work_ms: number | null;
  failure_code: string | null;
  failure_message: string | null;
  traceparent: string | null;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
}

export interface OutboxRow {
  id: number;
  task_id: string;
  owner_id: string;
  traceparent: string | null;
  created_at: Date;
}

/** One finished HLS segment: the segment ledger. */
export interface SegmentRow {
  media_id: string;
  generation: number;
  /** Name of its rendition: `v720`, `audio`. */
  rendition: string;
  /** From 0, in order of time. */
  number: number;
  key: string;
  size_bytes: number;
  /** From the container's own timestamps. */
  start_us: number;
  duration_us: number;
}

export type RenditionRole = "image" | "poster" | "storyboard" | "video" | "audio" | "playlist";

/** One output: an image, a poster size, a storyboard sheet or its index, an HLS track (key: its init segment), a playlist. */
export interface RenditionRow {
  media_id: string;
  generation: number;
  /** Unique in its generation: `w640.webp`, `poster-640.jpg`, `v720`, `audio`, `main.m3u8`. */
  name: string;
  role: RenditionRole;
  content_type: string;
  key: string;
  size_bytes: number;
  width: number | null;
  height: number | null;
  /** RFC 6381, for tracks. */
  codecs: string | null;
  frame_rate: number | null;
}

/** A resumable upload. Its media row has the same id; the upload outlives it, so that a client can ask how it ended. */
export interface UploadRow {
  media_id: string;
  owner_id: string;
  /** Null while the client has not said it (Upload-Defer-Length). */
  length_bytes: number | null;
  /** Bytes that are durable. */
  offset_bytes: number;
  /** The tus Upload-Metadata. */
  metadata: Record<string, string | null>;
  multipart_id: string | null;
  part_size_bytes: number;
  /** Key of the object that holds the bytes after the last whole part. */
  tail_key: string | null;
  tail_bytes: number;
  expires_at: Date;
  /** When the bytes were committed as a media; the answer may still be asked for. */
  finished_at: Date | null;
  /** The media that it became: its own id, or that of the one that was there already. */
  result_media_id: string | null;
  /** The link by which a visitor sends it. */
  share_link_id: string | null;
  created_at: Date;
}

export interface UploadPartRow {
  media_id: string;
  part_number: number;
  size_bytes: number;
  etag: string;
}

export interface UploadLockRow {
  id: string;
  holder: string;
  expires_at: Date;
  release_requested: boolean;
}

export interface IdempotencyRow {
  owner_id: string;
  key: string;
  fingerprint: string;
  /** Null while the first request is still running. */
  status: number | null;
  response: unknown;
  created_at: Date;
}

/** Whom an owner wants to be told of what happens. */
export interface WebhookRow {
  id: string;
  owner_id: string;
  url: string;
  events: string[];
  /** `whsec_` and Base64, sealed by a SecretBox for this id. */
  secret: string;
  /** Signs beside the new one until then, so that receivers can change over. */
  previous_secret: string | null;
  previous_secret_until: Date | null;
  state: "active" | "disabled";
  disabled_reason: "owner" | "failing" | "gone" | null;
  /** Since when no attempt has succeeded; null: the last one did, or there was none. */
  failing_since: Date | null;
  created_at: Date;
}

/** One event for one webhook: the outbox of webhooks, and their log. */
export interface WebhookDeliveryRow {
  id: string;
  webhook_id: string;
  event: string;
  /** The body, byte for byte as it is signed. */
  payload: string;
  state: DeliveryState;
  attempts: number;
  next_attempt_at: Date;
  last_status: number | null;
  last_error: string | null;
  last_attempt_at: Date | null;
  created_at: Date;
}

/** There while an administrator has paused the processing. */
export interface WorkPauseRow {
  id: true;
  paused_at: Date;
  paused_by: string;
}

/** How much is stored, as summed a while ago. */
export interface StorageSummaryRow {
  area: "originals" | "renditions";
  /** Of originals: image, video. Of renditions: a role, with the segments under `video` and `audio`. */
  kind: string;
  objects: number;
  size_bytes: number;
  summed_at: Date;
}

/** Somebody who has a library. */
export interface AccountRow {
  id: string;
  /** In lower case; null for the person at the machine of `npm start`. */
  email: string | null;
  name: string;
  role: AccountRole;
  state: "active" | "disabled";
  /** PHC string; null where there is no password to sign in with. */
  password_hash: string | null;
  /** Null: as much as there is room for. */
  quota_bytes: number | null;
  /** Sizes of the originals, kept by triggers on `media`; deleted ones count until they are removed. */
  used_bytes: number;
  /** Kept for files that are being received. */
  reserved_bytes: number;
  created_at: Date;
  updated_at: Date;
}

/** Who an identity provider says that somebody is (OpenID Connect Core, 5.7: issuer and subject together are stable and never reused). */
export interface AccountIdentityRow {
  issuer: string;
  subject: string;
  account_id: string;
  /** As the provider had it when it was connected; for people to know it by. */
  email: string | null;
  created_at: Date;
}

/** A browser that is signed in. Of every secret only the SHA-256 is kept. */
export interface SessionRow {
  id: string;
  account_id: string;
  secret_hash: Buffer;
  user_agent: string;
  created_at: Date;
  /** To within some minutes. */
  seen_at: Date;
  expires_at: Date;
}

export interface ApiTokenRow {
  id: string;
  account_id: string;
  name: string;
  secret_hash: Buffer;
  scopes: TokenScope[];
  created_at: Date;
  used_at: Date | null;
  /** Null: never. */
  expires_at: Date | null;
}

export interface InvitationRow {
  id: string;
  secret_hash: Buffer;
  /** Whom it is for, if it was said. */
  email: string | null;
  role: AccountRole;
  quota_bytes: number | null;
  invited_by: string | null;
  created_at: Date;
  expires_at: Date;
}

export interface PasswordResetRow {
  secret_hash: Buffer;
  account_id: string;
  expires_at: Date;
}

/** A signed link that worked once; kept until it would have expired. */
export interface UsedLinkRow {
  id: string;
  expires_at: Date;
}

/** A bucket that leaks: when it will be empty. */
export interface RateLimitRow {
  key: string;
  empty_at: Date;
}

export interface AlbumRow {
  id: string;
  owner_id: string;
  title: string;
  description: string;
  /** Null: the first item is the cover. */
  cover_item_id: string | null;
  comments_on: boolean;
  likes_on: boolean;
  created_at: Date;
  updated_at: Date;
}

export interface AlbumMemberRow {
  album_id: string;
  account_id: string;
  role: MemberRole;
  created_at: Date;
}

/** A media in an album, or words between them. */
export interface AlbumItemRow {
  /** Random, not from the clock: who has a share link sees it. */
  id: string;
  album_id: string;
  /** Place in the album; see `orderKeyBetween`. */
  order_key: string;
  kind: AlbumItemKind;
  media_id: string | null;
  text: string | null;
  /** The media's owner. */
  added_by: string;
  /** The link by which it was uploaded. */
  share_link_id: string | null;
  created_at: Date;
}

export interface AlbumCommentRow {
  id: string;
  album_id: string;
  /** Null: about the album as a whole. */
  item_id: string | null;
  author_id: string;
  body: string;
  created_at: Date;
}

export interface AlbumLikeRow {
  album_id: string;
  item_id: string | null;
  account_id: string;
  created_at: Date;
}

export interface AlbumActivityRow {
  id: string;
  album_id: string;
  /** Null: somebody with a share link. */
  actor_id: string | null;
  kind: ActivityKind;
  /** How many items it was about. */
  count: number;
  /** The account, item or comment that it was about. */
  subject_id: string | null;
  created_at: Date;
}

export interface ShareLinkRow {
  /** Random, not from the clock. */
  id: string;
  /** SHA-256 of the token in the link's address; the token itself is kept nowhere. */
  token_hash: Buffer;
  owner_id: string;
  /** Either this or `media_id`. */
  album_id: string | null;
  media_id: string | null;
  password_hash: string | null;
  expires_at: Date | null;
  allows_upload: boolean;
  allows_download: boolean;
  /** Whether originals of its owner go as they are, or without the place they were taken at. */
  download_place: boolean;
  /** Whether visitors see the captions that the link's owner wrote. */
  shows_captions: boolean;
  revoked_at: Date | null;
  view_count: number;
  last_viewed_at: Date | null;
  created_at: Date;
}

declare module "knex/types/tables.js" {
  interface Tables {
    media: MediaRow;
    media_month: MediaMonthRow;
    media_look: MediaLookRow;
    media_alike: MediaAlikeRow;
    download: DownloadRow;
    task: TaskRow;
    outbox: OutboxRow;
    segment: SegmentRow;
    rendition: RenditionRow;
    upload: UploadRow;
    upload_part: UploadPartRow;
    upload_lock: UploadLockRow;
    idempotency: IdempotencyRow;
    work_pause: WorkPauseRow;
    storage_summary: StorageSummaryRow;
    webhook: WebhookRow;
    webhook_delivery: WebhookDeliveryRow;
    account: AccountRow;
    account_identity: AccountIdentityRow;
    session: SessionRow;
    api_token: ApiTokenRow;
    invitation: InvitationRow;
    password_reset: PasswordResetRow;
    used_link: UsedLinkRow;
    rate_limit: RateLimitRow;
    album: AlbumRow;
    album_member: AlbumMemberRow;
    album_item: AlbumItemRow;
    album_comment: AlbumCommentRow;
    album_like: AlbumLikeRow;
    album_activity: AlbumActivityRow;
    share_link: ShareLinkRow;
  }
}
