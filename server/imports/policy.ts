import type { Role } from '../kernel/context.ts';
import { holds, type Member } from '../kernel/reach.ts';

/** A list may hold things of every area, so importing (and undoing it) takes an office over the whole municipality. */
export const canImport = (
  actor: Member & { kind: 'user' | 'system' },
  rootPath: string,
  roles: readonly Role[],
): boolean => actor.kind === 'system' || holds(actor, roles, rootPath);
