import { resolve } from "node:path";
import { defineConfig } from "vite";

const root = import.meta.dirname;

// The pages are embedded in the function lambdas/site, which serves them.
// OUT is another folder to build into, for the test that compares the two.
const out = process.env["OUT"] || resolve(root, "../lambdas/site/dist");

export default defineConfig({
  root,
  // Links are relative, since the emulator also serves the pages below a path.
  base: "./",
  publicDir: false,
  build: {
    outDir: out,
    emptyOutDir: true,
    target: "es2022",
    sourcemap: false,
    // A data: URL would need an exception in the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: {
        index: resolve(root, "index.html"),
        barista: resolve(root, "barista.html"),
        display: resolve(root, "display.html"),
        manager: resolve(root, "manager.html"),
      },
      output: {
        codeSplitting: {
          groups: [
            { name: "oidc", test: /node_modules\/oidc-client-ts/ },
            // One file for what several pages share, and one for what those of the staff do: each file is a request.
            { name: "shared", minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 8000 },
          ],
        },
      },
    },
  },
  test: { include: ["**/*.test.ts", "**/*.test.tsx"], exclude: ["node_modules/**"] },
});
