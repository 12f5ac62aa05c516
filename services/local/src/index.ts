export * from "./edge/edge-middleware.ts";
export { findFreePort } from "./free-port.ts";
export { locateFfmpeg } from "./locate-ffmpeg.ts";
export { ScalingReporter } from "./pool/scaling-reporter.ts";
export { makeClip, sampleClips } from "./sample/clips.ts";
export { makePhoto, planPhotos } from "./sample/photos.ts";
export { renderScene } from "./sample/scene.ts";
export { buildSite } from "./site-build.ts";
