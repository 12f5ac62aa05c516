import type { ByteSource } from "./byte-source.ts";
import { findHeifPlace } from "./heif.ts";
import { findJpegPlace } from "./jpeg.ts";
import { findMoviePlace } from "./movie.ts";
import { type Patch, UnknownPlaceError } from "./patch.ts";
import { findPngPlace } from "./png.ts";
import { findTiffPlace } from "./tiff.ts";
import { findWebpPlace } from "./webp.ts";

const finders: Readonly<Record<string, (source: ByteSource) => Promise<Patch[]>>> = {
  "image/jpeg": findJpegPlace,
  "image/png": findPngPlace,
  "image/webp": findWebpPlace,
  "image/avif": findHeifPlace,
  "image/heic": findHeifPlace,
  "image/heif": findHeifPlace,
  "image/tiff": (source) => findTiffPlace(source, 0),
  "video/mp4": findMoviePlace,
  "video/quicktime": findMoviePlace,
};

/**
 * What has to change in a file so that it no longer says where it was taken; no picture or sound is encoded again.
 * @throws UnknownPlaceError where that is not known: such a file must not be given away as one that says no place
 */
export async function findPlace(source: ByteSource, contentType: string): Promise<Patch[]> {
  const find = finders[contentType];
  if (!find) throw new UnknownPlaceError(`it is not known where files of the type ${contentType} say their place`);
  try {
    return await find(source);
  } catch (error) {
    // A field that points out of its block.
    if (error instanceof RangeError) throw new UnknownPlaceError("it is damaged, or of a kind that is not known", { cause: error });
    throw error;
  }
}
