import type { Request, RequestHandler, Response } from 'express';

/** A request that is over. Nothing in it tells who asked or about whom: `route` is the pattern, never the address. */
export type Answered = {
  requestId: string;
  method: string;
  /** `/api/municipalities/:municipality/needs/:id`; `page` and `asset` of the client, `none` where there is nothing. */
  route: string;
  status: number;
  /** Until the last byte had been handed over, in milliseconds. */
  ms: number;
  /** The asker hung up before. */
  aborted: boolean;
};

const routeOf = (req: Request, res: Response): string => {
  const path: unknown = req.route?.path;
  if (typeof path === 'string') return `${req.baseUrl}${path}`;
  return path instanceof RegExp ? 'page' : res.locals.file ? 'asset' : 'none';
};

/** Tells of each request when it is over. */
export function tellAnswered(tell: (answered: Answered) => void): RequestHandler {
  return (req, res, next) => {
    const begun = performance.now();
    res.once('close', () =>
      tell({
        requestId: String(res.getHeader('X-Request-Id')),
        method: req.method,
        route: routeOf(req, res),
        status: res.statusCode,
        ms: Math.round((performance.now() - begun) * 10) / 10,
        aborted: !res.writableFinished,
      }),
    );
    next();
  };
}
