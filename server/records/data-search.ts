import { answerOf, tellAnswers } from '../../forms/index.ts';
import type { Form, Sources } from '../../forms/types.ts';
import { normaliseForSearch } from '../database/normalise.ts';
import { withoutTied } from './ties/with-tied.ts';

/**
 * What a register's record is found by, in three lines: the number, the title, and everything that was answered, in words. Who may search
 * which is decided when it is asked (`DataReach`).
 */
export function searchLines(number: string, form: Form, answers: Record<string, unknown>, sources: Sources): string {
  const title = String(answerOf(form, answers, 'title') ?? '');
  const all = tellAnswers(form, answers, 'staff', 'ja', withoutTied(sources, { form, answers })).map(
    ({ value }) => value,
  );
  return [number, title, all.join(' ')].map(normaliseForSearch).join('\n');
}

/** The same of a record whose answers are others now. Its number stays as it is written there: the register itself may be gone. */
export const searchLinesAgain = (
  search: string,
  form: Form,
  answers: Record<string, unknown>,
  sources: Sources,
): string => searchLines(search.split('\n')[0] ?? '', form, answers, sources);
