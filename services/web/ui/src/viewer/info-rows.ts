import type { MediaDetail } from "../api/media-api.ts";
import { formatBytes, formatClock, formatDateTime, formatDecimal, formatExposure, formatLocalDateTime } from "../format.ts";
import { messages } from "../messages.ts";

export interface InfoRow {
  readonly label: string;
  readonly value: string | Place;
}

type Place = NonNullable<MediaDetail["facts"]["place"]>;

/** What is known of an item, in the order in which it is shown. */
export function buildInfoRows(media: MediaDetail): InfoRow[] {
  const text = messages.info;
  const { camera, exposure, place, video, audio, capturedLocal } = media.facts;
  const captured = capturedLocal ? formatLocalDateTime(capturedLocal) : media.capturedAt && formatDateTime(media.capturedAt);
  const rows: (InfoRow | false | undefined | null | "")[] = [
    { label: text.name, value: media.fileName },
    captured && { label: text.captured, value: captured },
    { label: text.added, value: formatDateTime(media.createdAt) },
    media.width !== null && media.height !== null && { label: text.dimensions, value: describeSize(media.width, media.height) },
    media.durationMs !== null && { label: text.duration, value: formatClock(media.durationMs) },
    { label: text.size, value: formatBytes(media.sizeBytes) },
    { label: text.type, value: media.contentType },
    camera &&
      row(
        text.camera,
        [camera.make && camera.model?.startsWith(camera.make) ? undefined : camera.make, camera.model].filter(Boolean).join(" "),
      ),
    camera?.lens && { label: text.lens, value: camera.lens },
    exposure && row(text.exposure, describeExposure(exposure)),
    place && { label: text.place, value: place },
    video && { label: text.video, value: `${video.codec} · ${text.frameRate(formatDecimal(video.frameRate))}` },
    audio && { label: text.audio, value: `${audio.codec} · ${text.channels(audio.channels)}` },
    { label: text.sha256, value: media.sha256 },
  ];
  return rows.filter((one) => typeof one === "object" && one !== null);
}

const row = (label: string, value: string): InfoRow | false => value !== "" && { label, value };

function describeSize(width: number, height: number): string {
  return `${width} × ${height} · ${messages.info.megapixels(formatDecimal((width * height) / 1_000_000))}`;
}

function describeExposure(exposure: NonNullable<MediaDetail["facts"]["exposure"]>): string {
  const parts = [
    exposure.seconds !== undefined && formatExposure(exposure.seconds),
    exposure.fNumber !== undefined && `f/${formatDecimal(exposure.fNumber)}`,
    exposure.iso !== undefined && `ISO ${exposure.iso}`,
    exposure.focalLengthMm !== undefined && `${formatDecimal(exposure.focalLengthMm)} mm`,
  ];
  return parts.filter((part) => part !== false).join(" · ");
}
