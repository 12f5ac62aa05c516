import { InvalidPartError } from "./errors.ts";
import type { MultipartUpload, UploadedPart } from "./object-store.ts";

/**
 * Parts in order, checked as far as a store need not be asked: 1 to n without a gap, all but the last of the upload's part
 * size. Throws `InvalidPartError`.
 */
export function planCompletion(upload: MultipartUpload, parts: readonly UploadedPart[]): UploadedPart[] {
  const inOrder = parts.toSorted((a, b) => a.partNumber - b.partNumber);
  if (inOrder.length === 0) throw new InvalidPartError(upload, "it has no parts");
  for (const [index, part] of inOrder.entries()) {
    if (part.partNumber !== index + 1) throw new InvalidPartError(upload, `part ${index + 1} is missing or named twice`);
    const isLast = index === inOrder.length - 1;
    if (part.sizeBytes > upload.partSizeBytes || (!isLast && part.sizeBytes !== upload.partSizeBytes)) {
      throw new InvalidPartError(upload, `part ${part.partNumber} has ${part.sizeBytes} bytes where parts have ${upload.partSizeBytes}`);
    }
  }
  return inOrder;
}
