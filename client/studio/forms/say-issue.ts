import type { TFunction } from 'i18next';

const own = new Set(['field-without-title', 'title-twice', 'choice-without-text', 'calculated-nothing']);

/** What a check says of a field, without the names that only JSON has. */
export const sayIssue = (t: TFunction<'builder'>, { code, message }: { code: string; message: string }): string =>
  own.has(code) ? t(`issue.${code}`) : message;
