import { open } from "node:fs/promises";
import type { ImageSize } from "../image-facts.ts";
import type { Raster } from "./build-tiff.ts";
import { type Libheif, loadLibheif } from "./libheif.ts";

/** Values of heif_colorspace, heif_chroma and heif_channel in libheif's heif_image.h. */
const colourspaceRgb = 1;
const chromaRgb = 10;
const chromaRgba = 11;
const channelInterleaved = 10;

/** Where fields of structs lie in 32-bit memory; libheif's structs only grow. In heif_security_limits (heif_security.h): */
const maxImagePixelsAt = 8;
/** In heif_decoding_options (heif_decoding.h): */
const strictDecodingAt = 21;
const nclxPassthroughAt = 69;
/** Of struct heif_error: a code, a subcode, a pointer to its text. */
const errorBytes = 12;
const longestText = 500;

/** What libheif says of a file, with its code and subcode. */
export class HeifError extends Error {}

/**
 * The primary picture of a HEIF file. Each file has an instance of the decoder of its own, with a memory of its own: whatever a file does
 * to it goes with it, and nothing has to be released.
 */
export class HeifFile implements ImageSize {
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
  readonly #lib: Libheif;
  readonly #handle: number;
  readonly #error: number;
  readonly #out: number;

  private constructor(lib: Libheif, bytes: number, sizeBytes: number, maxPixels: number) {
    this.#lib = lib;
    this.#error = lib._malloc(errorBytes);
    this.#out = lib._malloc(4);
    const context = lib._heif_context_alloc();
    // For every picture and tile, before memory is taken for it. They are coded in whole blocks, so a little larger than they are shown.
    const limit = lib._heif_context_get_security_limits(context) + maxImagePixelsAt;
    this.#view().setBigUint64(limit, BigInt(2 * maxPixels), true);
    lib._heif_context_read_from_memory_without_copy(this.#error, context, bytes, sizeBytes, 0);
    this.#check();
    lib._heif_context_get_primary_image_handle(this.#error, context, this.#out);
    this.#check();
    this.#handle = this.#view().getUint32(this.#out, true);
    // As shown: turned and cropped as the file says.
    this.width = lib._heif_image_handle_get_width(this.#handle);
    this.height = lib._heif_image_handle_get_height(this.#handle);
    this.hasAlpha = lib._heif_image_handle_has_alpha_channel(this.#handle) !== 0;
    if (this.width <= 0 || this.height <= 0) throw new HeifError("Invalid input: the picture has no size");
    if (this.width * this.height > maxPixels) throw new HeifError(`Pixel limit exceeded: ${this.width} × ${this.height}`);
  }

  /** Reads boxes, decodes nothing. Errors: `HeifError`, or the machine's. */
  static async open(file: string, maxPixels: number): Promise<HeifFile> {
    const lib = await loadLibheif();
    const handle = await open(file);
    try {
      const { size } = await handle.stat();
      const bytes = lib._malloc(size);
      let at = 0;
      while (at < size) {
        const { bytesRead } = await handle.read(lib.HEAPU8, bytes + at, size - at, at);
        if (bytesRead === 0) throw new Error("the file became shorter while it was read");
        at += bytesRead;
      }
      return new HeifFile(lib, bytes, size, maxPixels);
    } finally {
      await handle.close();
    }
  }

  /** The TIFF structure of its EXIF block (ISO/IEC 23008-12, annex A.2.1: behind the number of bytes in front of it). */
  readExif(): Buffer | undefined {
    const lib = this.#lib;
    const count = lib._heif_image_handle_get_number_of_metadata_blocks(this.#handle, 0);
    const ids = lib._malloc(4 * count);
    lib._heif_image_handle_get_list_of_metadata_block_IDs(this.#handle, 0, ids, count);
    for (let index = 0; index < count; index += 1) {
      const id = this.#view().getUint32(ids + 4 * index, true);
      if (this.#text(lib._heif_image_handle_get_metadata_type(this.#handle, id)) !== "Exif") continue;
      const size = lib._heif_image_handle_get_metadata_size(this.#handle, id);
      const block = lib._malloc(size);
      lib._heif_image_handle_get_metadata(this.#error, this.#handle, id, block);
      this.#check();
      const bytes = this.#copy(block, size);
      return bytes.length < 4 ? undefined : bytes.subarray(4 + bytes.readUInt32BE(0));
    }
    return undefined;
  }

  /** Upright pixels of 8 bits, in the colours of the file's profile. Errors: `HeifError`, or the machine's. */
  decode(): Raster {
    const lib = this.#lib;
    const channels = this.hasAlpha ? 4 : 3;
    const chroma = this.hasAlpha ? chromaRgba : chromaRgb;
    const options = lib._heif_decoding_options_alloc();
    // Else tiles that are damaged or cut off are left out.
    lib.HEAPU8[options + strictDecodingAt] = 1;
    // Else colours are made sRGB by what the file says beside its profile, and once more by the profile.
    const profile = this.#readProfile();
    if (profile) lib.HEAPU8[options + nclxPassthroughAt] = 1;
    lib._heif_decode_image(this.#error, this.#handle, this.#out, colourspaceRgb, chroma, options);
    this.#check();
    const image = this.#view().getUint32(this.#out, true);
    const width = lib._heif_image_get_width(image, channelInterleaved);
    const height = lib._heif_image_get_height(image, channelInterleaved);
    if (width !== this.width || height !== this.height)
      throw new HeifError(`Invalid input: ${width} × ${height} pixels instead of ${this.width} × ${this.height}`);
    const plane = lib._heif_image_get_plane_readonly(image, channelInterleaved, this.#out);
    const stride = this.#view().getUint32(this.#out, true);
    const heap = lib.HEAPU8;
    const row = (y: number): Uint8Array => heap.subarray(plane + y * stride, plane + y * stride + width * channels);
    return { width, height, channels, profile, row };
  }

  #readProfile(): Buffer | undefined {
    const size = this.#lib._heif_image_handle_get_raw_color_profile_size(this.#handle);
    if (size === 0) return undefined;
    const profile = this.#lib._malloc(size);
    this.#lib._heif_image_handle_get_raw_color_profile(this.#error, this.#handle, profile);
    this.#check();
    return this.#copy(profile, size);
  }

  #check(): void {
    const view = this.#view();
    const code = view.getUint32(this.#error, true);
    if (code === 0) return;
    const text = this.#text(view.getUint32(this.#error + 8, true));
    throw new HeifError(`${text} (${code}.${view.getUint32(this.#error + 4, true)})`);
  }

  #text(at: number): string {
    const bytes = this.#copy(at, longestText);
    const end = bytes.indexOf(0);
    return bytes.toString("utf8", 0, end < 0 ? bytes.length : end);
  }

  #copy(at: number, length: number): Buffer {
    return Buffer.from(this.#lib.HEAPU8.subarray(at, at + length));
  }

  /** Anew each time: the memory moves as it grows. */
  #view(): DataView {
    return new DataView(this.#lib.HEAPU8.buffer);
  }
}
