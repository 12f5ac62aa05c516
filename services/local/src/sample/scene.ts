/** A landscape as SVG: pure, the same seed gives the same picture. */
export function renderScene(seed: number, width: number, height: number): string {
  const random = seededRandom(seed);
  const palette = palettes[seed % palettes.length] as Palette;
  const horizon = height * (0.45 + random() * 0.2);
  const sun = { x: width * (0.15 + random() * 0.7), y: horizon * (0.3 + random() * 0.5), radius: height * (0.04 + random() * 0.05) };
  const ridges = Array.from({ length: 4 }, (_unused, index) => renderRidge(random, palette, index, width, height, horizon));
  const stars = palette.stars ? Array.from({ length: 220 }, () => renderStar(random, width, horizon)) : [];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${palette.zenith}"/><stop offset="1" stop-color="${palette.haze}"/></linearGradient>`,
    `<radialGradient id="glow"><stop offset="0" stop-color="${palette.sun}" stop-opacity="0.9"/><stop offset="1" stop-color="${palette.sun}" stop-opacity="0"/></radialGradient></defs>`,
    `<rect width="100%" height="100%" fill="url(#sky)"/>`,
    ...stars,
    `<circle cx="${sun.x}" cy="${sun.y}" r="${sun.radius * 5}" fill="url(#glow)"/><circle cx="${sun.x}" cy="${sun.y}" r="${sun.radius}" fill="${palette.sun}"/>`,
    ...ridges,
    "</svg>",
  ].join("");
}

interface Palette {
  readonly zenith: string;
  readonly haze: string;
  readonly sun: string;
  readonly far: readonly [number, number, number];
  readonly near: readonly [number, number, number];
  readonly stars?: true;
}

const palettes: readonly Palette[] = [
  { zenith: "#2b6cb0", haze: "#dbeafe", sun: "#fff7d6", far: [140, 170, 200], near: [24, 60, 52] },
  { zenith: "#3b1d60", haze: "#ff9a76", sun: "#ffe29a", far: [150, 90, 120], near: [30, 18, 40] },
  { zenith: "#0b1026", haze: "#27406b", sun: "#f1f5ff", far: [52, 70, 110], near: [8, 12, 24], stars: true },
  { zenith: "#7fb7be", haze: "#f6f4e8", sun: "#ffffff", far: [170, 190, 180], near: [60, 84, 70] },
  { zenith: "#c2571a", haze: "#ffd08a", sun: "#fff1c1", far: [200, 130, 90], near: [70, 32, 24] },
];

function renderRidge(random: () => number, palette: Palette, index: number, width: number, height: number, horizon: number): string {
  const base = horizon + (height - horizon) * (index / 4);
  const waves = Array.from({ length: 5 }, (_unused, octave) => ({
    frequency: 2 ** octave * (1 + random()),
    phase: random() * Math.PI * 2,
    amplitude: (height * 0.11) / 2 ** octave,
  }));
  const points = Array.from({ length: 161 }, (_unused, step) => {
    const x = step / 160;
    const rise = waves.reduce((sum, wave) => sum + wave.amplitude * Math.sin(x * wave.frequency * Math.PI * 2 + wave.phase), 0);
    return `${(x * width).toFixed(1)},${(base - rise * (1 - index * 0.18)).toFixed(1)}`;
  });
  const share = index / 3;
  const [red, green, blue] = palette.far.map((far, channel) => Math.round(far + ((palette.near[channel] ?? 0) - far) * share));
  return `<polygon points="0,${height} ${points.join(" ")} ${width},${height}" fill="rgb(${red},${green},${blue})"/>`;
}

function renderStar(random: () => number, width: number, horizon: number): string {
  return `<circle cx="${(random() * width).toFixed(0)}" cy="${(random() * horizon).toFixed(0)}" r="${(0.5 + random() * 2).toFixed(1)}" fill="#fff" opacity="${(0.3 + random() * 0.7).toFixed(2)}"/>`;
}

/** mulberry32: enough for pictures. */
function seededRandom(seed: number): () => number {
  let state = (seed + 1) * 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
