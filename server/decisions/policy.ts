import { reachOf, type Member } from '../kernel/reach.ts';
import { canEditSettings, canReadDefinitions } from '../settings/policy.ts';

/** Rule sets, their facts and their drafts are read by whoever may read definitions. */
export const canReadRules = (actor: Member): boolean => canReadDefinitions(actor);

/** Drafts, back-tests and publishing count for the whole municipality: its administrator's alone. */
export const canEditRules = (actor: Member, rootPath: string): boolean => canEditSettings(actor, rootPath);

/** The log of decisions: those about records of the areas that the actor steers. */
export const caseReach = (actor: Member): string[] => reachOf(actor, ['administrator', 'tier1', 'tier2']);
