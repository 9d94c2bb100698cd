import { holds, type Member } from '../kernel/reach.ts';

/** A list may hold services of every area, so importing (and undoing it) takes an office over the whole municipality. */
export const canImport = (actor: Member & { kind: 'user' | 'system' }, rootPath: string): boolean =>
  actor.kind === 'system' || holds(actor, ['administrator', 'tier1'], rootPath);
