/** What the hashing thread is told. `update` and `digest` are answered, in their order: with the bytes, and with the digest. */
export type HashOrder =
  | { readonly do: "begin"; readonly id: number }
  | { readonly do: "copy"; readonly id: number; readonly from: number }
  | { readonly do: "update"; readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly do: "digest"; readonly id: number }
  | { readonly do: "forget"; readonly id: number };
