// Not the whole of core: its database and AWS clients would cost each decoder process a second and 60 MB.
import { DomainError } from "@mediashare/kit/errors";

/** Every way in which a file can be at fault: its code and the sentence for people. */
const faults = {
  empty: ["empty", "The file is empty. It was probably not copied to the end: upload the original again."],
  truncated: ["truncated", "The image file ends in the middle. It was probably cut off while it was copied: upload the original again."],
  corrupt: ["corrupt", "The image file is damaged and cannot be decoded. Upload the original again."],
  unsupported: ["unsupported_type", "This kind of image is not supported. JPEG, HEIC, PNG, WebP, AVIF, GIF and TIFF are."],
  unsupported_coding: [
    "unsupported_type",
    "The picture in this HEIF file is coded in a way that is not supported. HEVC (HEIC) and AV1 (AVIF) are. Export it as JPEG and upload that.",
  ],
  heif_too_many_pixels: [
    "too_many_pixels",
    "HEIC photos of more than 100 megapixels are not processed here. Export the photo as JPEG, or smaller, and upload that.",
  ],
  heif_too_large: ["too_large", "HEIC files of more than 200 MB are not processed here. Export the photo as JPEG and upload that."],
  too_many_pixels: ["too_many_pixels", "The image has more pixels than are processed here. Make it smaller and upload it again."],
  too_many_frames: ["too_many_frames", "The animation has more frames than are processed here. Shorten it and upload it again."],
} as const;

export type ImageFault = keyof typeof faults;
export const imageFaults = Object.keys(faults) as [ImageFault, ...ImageFault[]];

/** The file is at fault: the same file fails the same way again. */
export class ImageFaultError extends DomainError {
  readonly code: (typeof faults)[ImageFault][0];
  readonly fault: ImageFault;

  constructor(fault: ImageFault, detail?: string) {
    const [code, sentence] = faults[fault];
    super(sentence, detail === undefined ? {} : { cause: new Error(detail) });
    this.code = code;
    this.fault = fault;
  }
}

/** libvips gives a message and no code. `endsEarly`: what the file's structure says. Undefined: the machine is at fault, not the file. */
export function decideImageFault(message: string, endsEarly: boolean): ImageFault | undefined {
  if (/out of memory|cannot allocate|no space left|too many open files|input file is missing|unable to open/i.test(message))
    return undefined;
  if (/security limit|pixel limit|exceeds .*limit|image (is )?too (large|big)/i.test(message)) return "too_many_pixels";
  if (endsEarly || /premature end of jpeg|unexpected end|end of (file|stream|image)|got \d+ bytes, expected/i.test(message))
    return "truncated";
  if (/unsupported (codec|image type)|compression format has not been built in|no decoder for this/i.test(message))
    return "unsupported_coding";
  return /unsupported feature|not configured|unsupported image format|compression scheme/i.test(message) ? "unsupported" : "corrupt";
}
