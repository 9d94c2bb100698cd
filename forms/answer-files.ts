import type { JsonSchema } from './types.ts';
import { isObject, sayingOf } from './walk.ts';

/** What a field takes files of (`x-file` of a list's entries). */
export const fileKinds = ['photo', 'document'] as const;
export type FileKind = (typeof fileKinds)[number];

/** An answer to such a field: a file that the server has, and what it was when it was handed over. `size` in bytes. */
export type AnswerFile = { id: string; name: string; type: string; size: number };

/** The largest that one file may be, in bytes. */
export const MOST_FILE_BYTES = 10 * 1_048_576;

const photos = ['image/jpeg', 'image/png', 'image/webp', 'image/heic'];
const office = 'application/vnd.openxmlformats-officedocument';

/** The media types that each kind of field takes. */
export const fileTypes: Readonly<Record<FileKind, readonly string[]>> = {
  photo: photos,
  document: [
    ...photos,
    'application/pdf',
    `${office}.wordprocessingml.document`,
    `${office}.spreadsheetml.sheet`,
    `${office}.presentationml.presentation`,
  ],
};

/** How the names of such files end; the first is the one that is put where none of them stands. */
export const fileEndings: Readonly<Record<string, readonly string[]>> = {
  'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'image/heic': ['heic'],
  'application/pdf': ['pdf'],
  [`${office}.wordprocessingml.document`]: ['docx'],
  [`${office}.spreadsheetml.sheet`]: ['xlsx'],
  [`${office}.presentationml.presentation`]: ['pptx'],
};

/** Whether a list's entries, or an entry, are files, and of what kind. */
export function fileKindOf(schema: JsonSchema): FileKind | undefined {
  const items = sayingOf(schema, 'items');
  const kind = sayingOf(schema, 'x-file') ?? (isObject(items) ? sayingOf(items, 'x-file') : undefined);
  return fileKinds.find((each) => each === kind);
}

export const isAnswerFile = (value: unknown): value is AnswerFile =>
  isObject(value) &&
  Object.keys(value).length === 4 &&
  ['id', 'name', 'type'].every((name) => typeof value[name] === 'string') &&
  typeof value.size === 'number' &&
  Number.isInteger(value.size) &&
  value.size >= 0;

/** 写真.jpg（1.2 MB）; without its size where what it was called has been erased. */
export function sayFile({ name, size }: { name?: unknown; size?: unknown }, language: 'ja' | 'en'): string {
  const called = typeof name === 'string' ? name : '';
  if (typeof size !== 'number') return called;
  const amount =
    size < 1_048_576 ? `${Math.max(1, Math.round(size / 1024))} KB` : `${(size / 1_048_576).toFixed(1)} MB`;
  return language === 'ja' ? `${called}（${amount}）` : `${called} (${amount})`;
}
