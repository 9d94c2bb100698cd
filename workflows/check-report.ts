import type { Issue, Language } from '../rules/types.ts';
import { kinds, sentences } from './check-texts.ts';
import { escapeToken, isObject } from './survey.ts';

export const ROLES = ['administrator', 'tier1', 'tier2', 'member', 'provider', 'centre', 'system'];

export type Report = {
  issues: Issue[];
  language: Language;
  add: (path: string, code: string, params?: Record<string, string>) => void;
};

export function collectIssues(language: Language): Report {
  const issues: Issue[] = [];
  return {
    issues,
    language,
    add: (path, code, params = {}) => {
      issues.push({
        path,
        code,
        message: sentences[language][code]?.(params) ?? code,
        ...(Object.keys(params).length > 0 && { params }),
      });
    },
  };
}

/** A value in a sentence. What a file holds cannot be trusted to tell itself: `{"toString": 1}`. */
export function writeValue(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export function needText(holder: Record<string, unknown>, name: string, at: string, report: Report): void {
  const value = holder[name];
  if (value === undefined) report.add(at, 'missing', { name });
  else if (typeof value !== 'string' || value.trim() === '')
    report.add(`${at}/${escapeToken(name)}`, 'wrong-type', { name, wanted: kinds[report.language].text });
}

/** Japanese must be complete; English may be missing, but not half there. */
export function needWords(texts: Record<string, unknown>, at: string, names: string[], report: Report): void {
  if (!('ja' in texts)) report.add(at, 'missing', { name: 'ja' });
  for (const language of ['ja', 'en']) {
    const words = texts[language];
    if (words === undefined) continue;
    if (!isObject(words))
      report.add(`${at}/${language}`, 'wrong-type', { name: language, wanted: kinds[report.language].object });
    else for (const name of names) needText(words, name, `${at}/${language}`, report);
  }
}
