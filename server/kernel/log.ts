import { pino, type DestinationStream } from 'pino';
import type { Installation } from './installation.ts';

/**
 * What an error says in the log. PostgreSQL puts rows and values into further properties (`detail`, `where`, `hint` …), which
 * may be a resident's: only what is named here is written.
 */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return typeof error;
  return {
    type: error.name,
    message: error.message,
    ...('code' in error ? { code: error.code } : {}),
    stack: error.stack,
    ...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}),
  };
}

/** The server's log, as lines of JSON on standard output. The audit's lines are written at any level. */
export function createLog(
  level: string,
  destination?: DestinationStream,
): Installation['log'] & { fatal(details: object, message: string): void } {
  const log = pino({ level, serializers: { err: describeError } }, destination ?? pino.destination(1));
  const always = log.child({}, { level: 'info' });
  return {
    info: (details, message) => log.info(details, message),
    error: (details, message) => log.error(details, message),
    fatal: (details, message) => log.fatal(details, message),
    audit: (details, message) => always.info(details, message),
  };
}
