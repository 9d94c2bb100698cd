import { createContext } from 'react';
import type { AnswerFile, FileKind } from '../../forms/answer-files.ts';

/** Where files that are chosen in a form are kept, where that is not the server. */
export type FileRoom = {
  keep: (file: File, kind: FileKind) => Promise<AnswerFile>;
  drop: (id: string) => Promise<void>;
  /** A picture's `data:` address; null: it is not there. */
  show: (id: string) => Promise<string | null>;
};

export const OwnFileRoom = createContext<FileRoom | null>(null);
