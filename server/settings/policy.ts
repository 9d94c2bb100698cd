import { hasRole, holds, reachOf, type Member } from '../kernel/reach.ts';

/** Areas are an administrator's, within their own subtree; the top of it is somebody's above. */
export const canEditArea = (actor: Member, areaPath: string): boolean => holds(actor, ['administrator'], areaPath);

/** Code lists and definitions count for the whole municipality: they take an administrator of its root area. */
export const canEditSettings = (actor: Member, rootPath: string): boolean => holds(actor, ['administrator'], rootPath);

/** Definitions may be read by who works with them; council members and providers meet them as forms and steps only. */
export const canReadDefinitions = (actor: Member): boolean => hasRole(actor, ['administrator', 'tier1', 'tier2']);

/** The record of who did what is the administrators'; it names residents of the whole municipality. */
export const canReadAudit = (actor: Member, rootPath: string): boolean => holds(actor, ['administrator'], rootPath);

/** Areas whose users the actor manages. */
export const userReach = (actor: Member): string[] => reachOf(actor, ['administrator']);
