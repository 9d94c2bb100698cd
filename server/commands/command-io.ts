import type { Language } from '../../rules/index.ts';

export type CommandIo = {
  /** Rejects when the file cannot be read. */
  readFile: (path: string) => Promise<Uint8Array>;
  out: (line: string) => void;
  err: (line: string) => void;
  /** Resolves when `out` may go on; left out where it always may. */
  ready?: () => Promise<unknown>;
  language?: Language;
};
