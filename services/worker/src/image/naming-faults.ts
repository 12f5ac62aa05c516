import { endsEarly } from "./ends-early.ts";
import type { ImageFormat } from "./image-facts.ts";
import { decideImageFault, ImageFaultError } from "./image-fault.ts";

/** Runs a step that reads an original; what libvips says of the file becomes an `ImageFaultError`. */
export async function namingFaults<T>(file: string, format: ImageFormat, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const fault = decideImageFault(message, await endsEarly(file, format));
    throw fault === undefined ? error : new ImageFaultError(fault, message);
  }
}
