/** The functions of libheif's C interface (heif.h) that are used here. Those that return a heif_error write it to where the first argument points. */
export interface Libheif {
  /** Another one after the memory has grown. */
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  _malloc(bytes: number): number;
  _heif_context_alloc(): number;
  _heif_context_get_security_limits(context: number): number;
  _heif_context_read_from_memory_without_copy(error: number, context: number, bytes: number, sizeBytes: number, options: 0): void;
  _heif_context_get_primary_image_handle(error: number, context: number, handleOut: number): void;
  _heif_image_handle_get_width(handle: number): number;
  _heif_image_handle_get_height(handle: number): number;
  _heif_image_handle_has_alpha_channel(handle: number): number;
  _heif_image_handle_get_number_of_metadata_blocks(handle: number, type: 0): number;
  _heif_image_handle_get_list_of_metadata_block_IDs(handle: number, type: 0, idsOut: number, count: number): number;
  _heif_image_handle_get_metadata_type(handle: number, id: number): number;
  _heif_image_handle_get_metadata_size(handle: number, id: number): number;
  _heif_image_handle_get_metadata(error: number, handle: number, id: number, bytesOut: number): void;
  _heif_image_handle_get_raw_color_profile_size(handle: number): number;
  _heif_image_handle_get_raw_color_profile(error: number, handle: number, bytesOut: number): void;
  _heif_decoding_options_alloc(): number;
  _heif_decode_image(error: number, handle: number, imageOut: number, colourspace: number, chroma: number, options: number): void;
  _heif_image_get_width(image: number, channel: number): number;
  _heif_image_get_height(image: number, channel: number): number;
  _heif_image_get_plane_readonly(image: number, channel: number, strideOut: number): number;
}

/** A new instance. The package is loaded with the first HEIF file: most decoder processes never see one. */
export async function loadLibheif(): Promise<Libheif> {
  const { default: instantiate } = (await import("libheif-js/libheif-wasm/libheif.js")) as unknown as { default: () => Libheif };
  return instantiate();
}
