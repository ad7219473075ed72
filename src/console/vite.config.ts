// How Vite builds the console: one page under /console/, its assets named by their contents.
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/console/',
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('../../dist/console', import.meta.url)),
    // What belongs to what, for list-offline-files.ts.
    manifest: true,
    rollupOptions: {
      input: {
        index: fileURLToPath(new URL('index.html', import.meta.url)),
        sw: fileURLToPath(new URL('open-offline.ts', import.meta.url)),
      },
      output: {
        // A service worker keeps its name: browsers look under it for the next version.
        entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
      },
    },
    emptyOutDir: true,
    target: 'es2022',
    // Nothing inside the page's own address: the content policy then needs no `data:` for fonts.
    assetsInlineLimit: 0,
    // Told once by the size of what is sent; the console has no part that large.
    chunkSizeWarningLimit: 700,
    reportCompressedSize: false,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:3000' } },
});
