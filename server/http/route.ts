import type { z } from 'zod';
import type { Context, MunicipalContext } from '../kernel/context.ts';
import type { AppError } from '../kernel/errors.ts';
import type { Installation } from '../kernel/installation.ts';
import type { Look } from '../kernel/looks.ts';
import type { KnownBrowser } from '../settings/sign-in/known-browser.ts';

/** `public`: anybody. `user`: signed in. `municipality`: with a membership in `:municipality`, otherwise it does not exist. */
export type Access = 'public' | 'user' | 'municipality';

export type Shape = z.ZodType;
type Out<S extends Shape | undefined> = S extends Shape ? z.output<S> : undefined;
type ContextOf<A extends Access> = A extends 'municipality' ? MunicipalContext : Context;

/** What a handler is given: checked input, and the version named by `If-Match`. */
export type Input<P, Q, B> = { params: P; query: Q; body: B; version: number };

/**
 * What a handler answers; `version` becomes the `ETag`. A `refusal` is sent as the problem it is, but what the handler wrote
 * is kept (a failed sign-in is counted and on record), where a thrown error takes everything back.
 */
export type Reply = {
  status?: number;
  body?: unknown;
  /** In place of a body. It is sent piece by piece after the transaction has ended, so `content` reads in transactions of its own. */
  file?: AnsweredFile;
  version?: number;
  headers?: Record<string, string>;
  refusal?: AppError;
  /** Where the route says that they are `'given'`. */
  looks?: Look[];
};

/** `type`: which of the media types that the route names. */
export type AnsweredFile = { name: string; type?: string; content: AsyncIterable<string | Uint8Array> };

/** Things that only HTTP has. */
export type Wire = {
  /** Begins a session in the transaction of `ctx`, in place of the browser's last one. Its cookie goes with the answer, once that is committed. */
  signIn(ctx: Context, user: { id: string; credentials: number }): Promise<void>;
  /** Takes the browser's cookie away with the answer. */
  signOut(): void;
  /** What the browser shows of having signed in here before; null: nothing. */
  knownBrowser: KnownBrowser | null;
  /** Has the browser keep that it signed in, in place of what it showed. */
  rememberBrowser(text: string): void;
  /** Where it is asked from. */
  address: string;
  /** What links begin with, `https://…` without a slash at the end. */
  origin: string;
  demo: boolean;
  /** Aborted when the asker has hung up. */
  gone: AbortSignal;
  sessionIdleMinutes: number;
  installation: Installation;
};

/** Runs `work` in a short transaction of its own, with the asker's context; `'reads'`: in one that only reads, and waits for nobody who writes. */
export type InShort<C> = <T>(work: (ctx: C) => Promise<T>, how?: 'reads') => Promise<T>;

/** One entry of the API: what routes, validation, OpenAPI and the permission test are all made from. */
export type Route = {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below `/api`, in OpenAPI form: `/municipalities/{municipality}/needs/{id}`. */
  path: string;
  tag: string;
  summary: string;
  access: Access;
  params?: Shape;
  query?: Shape;
  /** JSON of this shape, or the body's bytes as they are. */
  body?: Shape | 'bytes';
  /** The write names the version it saw. */
  ifMatch?: boolean;
  /** The shape of a good answer; none: 204. */
  answer?: Shape;
  /** The media type of the file that a good answer is, in place of JSON, or those that can be asked for. */
  file?: string | readonly string[];
  status?: number;
  /** Open also to who has something to do first: change a password that is too short, set up a second factor. */
  evenIfDue?: boolean;
  /**
   * Only a person who signed in may write by it, no access token: it makes or changes who may do what here. `'always'`: nor read by it, as what it holds is one
   * person's own.
   */
  person?: true | 'always';
  /** Open to a token whatever kinds it is limited to: it tells only of what its own asker is doing. */
  anyKind?: true;
  /** The answer is shown once and kept nowhere: no `Idempotency-Key` replays it. */
  secret?: boolean;
  /** Nothing is stored, as by any GET: it is answered from a connection that can only read. */
  reads?: boolean;
  /**
   * What the answer tells of residents, or else is to be on record for having been read: made from its body, or `'given'` with it where the body does not say whom
   * it is about. It is stored before the answer is sent; where it cannot be, there is no answer. For routes that only read.
   */
  looks?:
    | 'given'
    | ((ctx: MunicipalContext, body: unknown, input: Input<unknown, unknown, unknown>) => Look[] | Promise<Look[]>);
  /** How large a JSON body may be, in bytes; see `bodyLimit`. */
  limit?: number;
  /**
   * Slow work (a hash, a file to be read), done before the transaction so that nobody waits for it: the asker is known, the
   * input checked. What it answers is handed to `handle`, which must look again at all that may have changed since.
   */
  prepare?(inShort: InShort<Context>, input: Input<unknown, unknown, unknown>, wire: Wire): Promise<unknown>;
  handle(ctx: Context, input: Input<unknown, unknown, unknown>, wire: Wire, prepared: unknown): Promise<Reply>;
};

/** What a definition, a draft of one or a meeting's minutes may take: a route that needs it says `limit: largeBody`. */
export const largeBody = 2 * 1_048_576;

/** JSON bodies, in bytes: a stranger's hold an e-mail and a password, a signed-in user's the answers to a form. */
export const bodyLimit = (entry: Pick<Route, 'access' | 'limit'>): number =>
  entry.limit ?? (entry.access === 'public' ? 16 * 1024 : 256 * 1024);

/** Bodies that are a file, in bytes. */
export const fileLimit = 20 * 1_048_576;

type InputOf<P extends Shape | undefined, Q extends Shape | undefined, B extends Shape | 'bytes' | undefined> = Input<
  Out<P>,
  Out<Q>,
  B extends 'bytes' ? Uint8Array : B extends Shape ? z.output<B> : undefined
>;

/** Declares a route with its handler typed by its own shapes, and by what it prepares. */
export function route<
  A extends Access,
  P extends Shape | undefined = undefined,
  Q extends Shape | undefined = undefined,
  B extends Shape | 'bytes' | undefined = undefined,
  S extends Shape | undefined = undefined,
  R = undefined,
>(
  entry: Omit<Route, 'handle' | 'prepare' | 'access' | 'params' | 'query' | 'body' | 'answer' | 'looks'> & {
    access: A;
    params?: P;
    query?: Q;
    body?: B;
    answer?: S;
    looks?: 'given' | ((ctx: MunicipalContext, body: Out<S>, input: InputOf<P, Q, B>) => Look[] | Promise<Look[]>);
    prepare?: (inShort: InShort<ContextOf<A>>, input: InputOf<P, Q, B>, wire: Wire) => Promise<R>;
    handle: (ctx: ContextOf<A>, input: InputOf<P, Q, B>, wire: Wire, prepared: R) => Promise<Reply>;
  },
): Route {
  // Serving checks the input with the very shapes named here before it calls the handler.
  return entry as Route;
}
