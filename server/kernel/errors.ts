/** What an error means to the one who asked. HTTP gives each its status; nothing here knows HTTP. */
export type ErrorKind =
  | 'malformed'
  | 'invalid'
  | 'unauthenticated'
  | 'not-allowed'
  | 'not-found'
  | 'wrong-method'
  | 'conflict'
  | 'version-required'
  | 'too-many'
  | 'too-large'
  | 'wrong-type'
  | 'misdirected'
  | 'unavailable';

/** `allowed`: what may stand there, for scripts; people choose from a list. */
export type FieldIssue = { path: string; code: string; message: string; allowed?: string[] | undefined };

/** A change that the asker had not seen, for the conflict page. */
export type SeenChange = { at: string; by: string; what: string };

export type ErrorExtras = {
  /** Filled into the text `errors.CODE`. */
  params?: Record<string, unknown>;
  /** The fields to mend. */
  issues?: FieldIssue[];
  /** What is stored now, for a conflict. */
  current?: unknown;
  changes?: SeenChange[];
  /** Seconds to wait, for too-many and unavailable. */
  retryAfter?: number;
  /** Headers that the answer must have (`Allow`). */
  headers?: Record<string, string>;
  cause?: unknown;
};

/**
 * The one error that services throw on purpose. `code` is stable and names a text `errors.CODE`
 * (`kernel/texts`, or those of the kind that throws it) with `title` and `detail` (what happened → what is kept → what to do).
 */
export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly extras: ErrorExtras;

  constructor(kind: ErrorKind, code: string, extras: ErrorExtras = {}) {
    super(code, { cause: extras.cause });
    this.name = 'AppError';
    this.kind = kind;
    this.code = code;
    this.extras = extras;
  }
}

export const notFound = (): AppError => new AppError('not-found', 'notFound');
export const notAllowed = (params: Record<string, unknown> = {}): AppError =>
  new AppError('not-allowed', 'notAllowed', { params });
export const invalid = (issues: FieldIssue[]): AppError => new AppError('invalid', 'invalid', { issues });
/** A conflict that is no version's fault: the thing cannot be done as matters stand. */
export const refused = (code: string, params: Record<string, unknown> = {}): AppError =>
  new AppError('conflict', code, { params });
