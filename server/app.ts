import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import compression from 'compression';
import express, { type Express } from 'express';
import helmet from 'helmet';
import { takesWrites } from './database/dialect.ts';
import { pendingMigrations, readersOf } from './database/open.ts';
import { tellAnswered, type Answered } from './http/answered.ts';
import { describeApi } from './http/openapi.ts';
import { sendProblem, sendProblemPage } from './http/problem.ts';
import { serveRoute } from './http/serve-route.ts';
import { refuseOtherAddress } from './http/where-from.ts';
import { AppError, notFound } from './kernel/errors.ts';
import type { Installation } from './kernel/installation.ts';
import { noteTrouble } from './kernel/trouble.ts';
import { routes } from './routes.ts';

export type AppOptions = {
  secureCookies: boolean;
  /** How many reverse proxies stand in front. */
  proxies?: number;
  demo?: boolean;
  /** A session ends when it was not used for so long; an hour where nothing is said. */
  sessionIdleMinutes?: number;
  /** Is told of each request once it is over. */
  answered?: (answered: Answered) => void;
};

/** Where the client has pages: before signing in, the account, and below a municipality's code. */
const pages = /^\/(?:sign-in|invitation|account|\d{5,6}(?:\/.*)?)?$/;

const clientFolder = fileURLToPath(new URL('../dist/client/', import.meta.url));

/** How long the rest of a refused body may go on coming, so that a browser that is still sending gets to hear why. */
const REST_MS = 5_000;

/** What is still to come of a body when its answer has been given is neither kept nor looked at, and not waited for without end. */
function hangUpOnRest(req: express.Request, res: express.Response): void {
  res.once('finish', () => {
    if (req.complete) return;
    const hangUp = setTimeout(() => req.complete || req.socket.destroy(), REST_MS).unref();
    req.once('close', () => clearTimeout(hangUp));
  });
}

/**
 * A server of the app that nobody can hold by being slow: headers within 10 s, a whole request (20 MB over 2 Mbit/s) within two
 * minutes. Idle connections stay open a little longer than proxies keep theirs (60 s), who else would write into a closed one.
 */
export function createHttpServer(app: Express): Server {
  return createServer(
    { headersTimeout: 10_000, requestTimeout: 120_000, keepAliveTimeout: 65_000, connectionsCheckingInterval: 2_000 },
    app,
  );
}

/** Files of the build that are packed. */
const packable = /^\/[\w.-]+\.(js|css)$/;

/** Hands a built file out as the build has packed it, to whoever takes that. */
function takePacked(req: express.Request, res: express.Response, next: express.NextFunction): void {
  const kind = packable.exec(req.path)?.[1];
  if (kind && req.acceptsEncodings('br') && existsSync(`${clientFolder}assets${req.path}.br`)) {
    req.url = `${req.path}.br`;
    res.type(kind).set({ 'Content-Encoding': 'br', Vary: 'Accept-Encoding' });
  }
  next();
}

/** The whole HTTP face: API, health, and the built client. Never listens; `main.ts` and tests do. */
export function createApp(installation: Installation, options: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('demo', options.demo ?? false);
  app.set('secureCookies', options.secureCookies);
  app.set('sessionIdleMinutes', options.sessionIdleMinutes ?? 60);
  // Not more than there are: whoever asks may write anything into the addresses before theirs.
  app.set('trust proxy', options.proxies ?? 0);
  app.use((req, res, next) => {
    res.set('X-Request-Id', randomUUID());
    hangUpOnRest(req, res);
    next();
  });
  if (options.answered) app.use(tellAnswered(options.answered));
  app.use(
    helmet({
      contentSecurityPolicy: {
        directives: {
          defaultSrc: ["'self'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'", "'unsafe-inline'"],
          imgSrc: ["'self'", 'data:'],
          fontSrc: ["'self'"],
          connectSrc: ["'self'"],
          workerSrc: ["'self'"],
          baseUri: ["'none'"],
          objectSrc: ["'none'"],
          frameAncestors: ["'none'"],
          upgradeInsecureRequests: options.secureCookies ? [] : null,
        },
      },
      strictTransportSecurity: options.secureCookies,
    }),
  );
  app.use(compression());

  app.get('/healthz', (_req, res) => void res.json({ ok: true }));
  app.get('/readyz', async (_req, res) => {
    try {
      const pending = await pendingMigrations(readersOf(installation.db));
      const ok = pending.length === 0 && (await takesWrites(installation.db));
      res.status(ok ? 200 : 503).json({ ok, pendingMigrations: pending });
    } catch (error) {
      // Asked every few seconds by whatever watches: said once.
      if (!noteTrouble(installation, error)) installation.log.error({ err: error }, 'not ready');
      res.status(503).json({ ok: false });
    }
  });

  const api = express.Router();
  const served = routes;
  let description: object | undefined;
  api.get('/openapi.json', (_req, res) => void res.json((description ??= describeApi(served))));
  const methodsByPath = new Map<string, string[]>();
  for (const entry of served) {
    const path = entry.path.replace(/\{(\w+)\}/g, ':$1');
    methodsByPath.set(path, [...(methodsByPath.get(path) ?? []), entry.method.toUpperCase()]);
    api[entry.method](path, serveRoute(installation, entry));
  }
  for (const [path, methods] of methodsByPath)
    api.all(path, (req) => {
      const allow = methods.join(', ');
      throw new AppError('wrong-method', 'wrongMethod', {
        params: { method: req.method, allow },
        headers: { Allow: allow },
      });
    });
  api.use((req, res) => void sendProblem(req, res, notFound(), String(res.getHeader('X-Request-Id'))));
  app.use('/api', api);

  // Built files carry their content's hash in the name.
  const setHeaders = (res: express.Response): void => void (res.locals.file = true);
  app.use('/assets', takePacked);
  app.use('/assets', express.static(`${clientFolder}assets`, { immutable: true, maxAge: '1y', setHeaders }));
  app.use(express.static(clientFolder, { index: false, maxAge: 0, setHeaders }));
  app.get(pages, (req, res, next) => {
    refuseOtherAddress(req, installation.publicUrl);
    if (!existsSync(`${clientFolder}index.html`)) return next();
    res.set('Cache-Control', 'no-cache').sendFile(`${clientFolder}index.html`);
  });
  app.use(() => {
    throw notFound();
  });
  app.use((error: unknown, req: express.Request, res: express.Response, _next: express.NextFunction) => {
    const requestId = String(res.getHeader('X-Request-Id'));
    const status = req.path.startsWith('/api/')
      ? sendProblem(req, res, error, requestId)
      : sendProblemPage(req, res, error, requestId);
    if (status >= 500 && !noteTrouble(installation, error))
      installation.log.error({ err: error, requestId, path: req.path }, 'request failed');
  });
  return app;
}
