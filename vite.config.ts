import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const WORKER = 'offline-worker';
const brotli = promisify(brotliCompress);

/**
 * Tells the service worker which files the pages of `features/offline` are made of: those of the first load, of these pages and all that they load, and the
 * English texts. Letters are not among them: they are kept as they are seen, and the device has its own.
 */
const listShell = (): Plugin => ({
  name: 'offline-shell',
  apply: 'build',
  generateBundle(_options, bundle) {
    const files = new Set<string>(['/icon.svg']);
    const add = (name: string, isWhole: boolean): void => {
      const chunk = bundle[name];
      if (chunk?.type !== 'chunk' || files.has(`/${name}`)) return;
      files.add(`/${name}`);
      for (const css of chunk.viteMetadata?.importedCss ?? []) files.add(`/${css}`);
      for (const next of chunk.imports) add(next, isWhole);
      if (isWhole) for (const next of chunk.dynamicImports) add(next, true);
    };
    for (const chunk of Object.values(bundle))
      if (chunk.type === 'chunk' && chunk.isEntry && chunk.name !== WORKER) add(chunk.fileName, false);
    for (const chunk of Object.values(bundle))
      if (chunk.type === 'chunk' && /\/features\/offline\/|\/texts\/en\//.test(chunk.facadeModuleId ?? ''))
        add(chunk.fileName, true);
    const worker = Object.values(bundle).find((chunk) => chunk.type === 'chunk' && chunk.name === WORKER);
    if (worker?.type !== 'chunk') throw new Error('no service worker was built');
    const list = [...files].toSorted();
    const name = createHash('sha256').update(list.join(' ')).digest('hex').slice(0, 16);
    const code = worker.code.replace(/\[\s*[`'"]__SHELL__[`'"]\s*\]/, JSON.stringify(list)).replace('__FILES__', name);
    if (code.includes('__SHELL__') || code.includes('__FILES__'))
      throw new Error('the service worker has no place for its files');
    worker.code = code;
  },
});

/** Beside each file of scripts and styles the same packed as tightly as Brotli can, which takes too long to be done while somebody waits. */
const packFiles = (): Plugin => ({
  name: 'packed-files',
  apply: 'build',
  async writeBundle({ dir = '' }) {
    const folder = path.join(dir, 'assets');
    const files = (await readdir(folder)).filter((file) => /\.(?:js|css)$/.test(file));
    const pack = async (file: string) => writeFile(`${file}.br`, await brotli(await readFile(file)));
    await Promise.all(files.map((name) => pack(path.join(folder, name))));
  },
});

/** The client is built to `dist/client`, which the server serves; in development `/api` goes to the server on `PORT`. */
export default defineConfig({
  root: 'client',
  plugins: [react(), tailwindcss(), listShell(), packFiles()],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: { index: 'client/index.html', [WORKER]: 'client/app/offline-worker.ts' },
      // A service worker's address is what a browser knows it by, and the folder that it stands in is what it keeps.
      output: { entryFileNames: ({ name }) => (name === WORKER ? '[name].js' : 'assets/[name]-[hash].js') },
    },
  },
  server: {
    port: Number(process.env['CLIENT_PORT'] ?? 5173),
    proxy: { '/api': `http://127.0.0.1:${process.env['PORT'] ?? '3000'}` },
  },
});
