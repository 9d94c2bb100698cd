import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import compression from 'compression';
import express, { type Express } from 'express';
import helmet from 'helmet';
import { describeApi } from './http/openapi.ts';
import { sendProblem } from './http/problem.ts';
import { routes } from './http/routes.ts';
import { serveRoute } from './http/serve-route.ts';
import { notFound } from './services/errors.ts';
import type { Installation } from './services/installation.ts';
import { noteTrouble } from './services/trouble.ts';
import { pendingMigrations } from './store/database.ts';
import { takesWrites } from './store/dialect.ts';

/** `sessionIdleMinutes`: a session ends when it was not used for so long; an hour where nothing is said. */
export type AppOptions = { secureCookies: boolean; behindProxy?: boolean; demo?: boolean; sessionIdleMinutes?: number };

const clientFolder = fileURLToPath(new URL('../dist/client/', import.meta.url));

/** The whole HTTP face: API, health, and the built client. Never listens; `main.ts` and tests do. */
export function createApp(installation: Installation, options: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('demo', options.demo ?? false);
  app.set('secureCookies', options.secureCookies);
  app.set('sessionIdleMinutes', options.sessionIdleMinutes ?? 60);
  if (options.behindProxy) app.set('trust proxy', 1);
  app.use((_req, res, next) => {
    res.set('X-Request-Id', randomUUID());
    next();
  });
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
      const pending = await pendingMigrations(installation.db);
      const ok = pending.length === 0 && (await takesWrites(installation.db));
      res.status(ok ? 200 : 503).json({ ok, pendingMigrations: pending });
    } catch (error) {
      // Asked every few seconds by whatever watches: said once.
      if (!noteTrouble(installation, error)) installation.log.error({ err: error }, 'not ready');
      res.status(503).json({ ok: false });
    }
  });

  const api = express.Router();
  let description: object | undefined;
  api.get('/openapi.json', (_req, res) => void res.json((description ??= describeApi())));
  for (const entry of routes) {
    const path = entry.path.replace(/\{(\w+)\}/g, ':$1');
    api[entry.method](path, serveRoute(installation, entry));
  }
  api.use((req, res) => void sendProblem(req, res, notFound(), String(res.getHeader('X-Request-Id'))));
  app.use('/api', api);

  if (existsSync(clientFolder)) {
    // Built files carry their content's hash in the name.
    app.use('/assets', express.static(`${clientFolder}assets`, { immutable: true, maxAge: '1y' }));
    app.use(express.static(clientFolder, { index: false, maxAge: 0 }));
    app.get('/{*page}', (_req, res) => void res.set('Cache-Control', 'no-cache').sendFile(`${clientFolder}index.html`));
  }
  app.use((error: unknown, req: express.Request, res: express.Response, _next: express.NextFunction) => {
    const requestId = String(res.getHeader('X-Request-Id'));
    const status = sendProblem(req, res, error, requestId);
    if (status >= 500 && !noteTrouble(installation, error)) installation.log.error({ err: error, requestId, path: req.path }, 'request failed');
  });
  return app;
}
