import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compressSite } from "./compress-site.ts";

export default defineConfig({
  root: import.meta.dirname,
  base: "/",
  plugins: [react(), compressSite()],
  build: {
    outDir: "../dist/ui",
    emptyOutDir: true,
    target: ["chrome123", "firefox121", "safari17.5"],
    sourcemap: true,
    chunkSizeWarningLimit: 850,
  },
  // `npm run dev:ui` beside a running `npm start`: the page and its API keep one origin.
  server: { proxy: { "/v1": "http://localhost:8080" } },
});
