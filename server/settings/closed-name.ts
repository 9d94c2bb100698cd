import type { Language } from '../../rules/types.ts';
import { say } from '../kernel/texts/index.ts';

/** A name as it is shown wherever something is chosen or told: what is closed says so. What a record holds stays allowed; nothing new is given it. */
export const closedName = (language: Language, name: string, closedAt: string | null): string =>
  closedAt ? say(language, 'records.retired', { name }) : name;
