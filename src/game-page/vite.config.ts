// How Vite builds the page of the games: one script and one style, which the server puts into the page it sends.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/game/',
  build: {
    outDir: fileURLToPath(new URL('../../dist/game', import.meta.url)),
    emptyOutDir: true,
    // Phones that are five years old are at the counter every day.
    target: ['es2020', 'safari14', 'chrome87'],
    manifest: 'manifest.json',
    modulePreload: false,
    reportCompressedSize: false,
    rollupOptions: { input: fileURLToPath(new URL('main.ts', import.meta.url)) },
  },
});
