import type { TFunction } from 'i18next';
import type { Form } from '../../../forms/types.ts';
import type { RuleWords } from './logic/rule-words.ts';

const own = new Set(['field-without-title', 'title-twice', 'choice-without-text', 'calculated-nothing']);

/** Of rules: their fields by what they are called, settings as they are named here. */
const ofRules = new Set([
  'logic-always-set',
  'logic-clash',
  'logic-copy',
  'logic-group',
  'logic-no-difference',
  'logic-shown',
  'logic-told',
  'logic-unit',
  'logic-value-missing',
  'logic-whole',
  'unknown-field',
]);

export type SaidIssue = { path: string; code: string; message: string; params?: Record<string, unknown> };

/** What a check says of a form, without the names that only JSON has. */
export function sayIssue(
  t: TFunction<'builder'>,
  { path, code, message, params = {} }: SaidIssue,
  { logic = [] }: Pick<Form, 'logic'>,
  { titleOf, say }: Pick<RuleWords, 'titleOf' | 'say'>,
): string {
  if (own.has(code)) return t(`issue.${code}`);
  if (!ofRules.has(code) || !path.startsWith('/logic/')) return message;
  const sayRule = (id: unknown): string => {
    const rule = logic.find((each) => each.id === id);
    return rule ? say(rule) : '';
  };
  const titled = (path: unknown): string => titleOf(String(path));
  return t(`issue.${code}`, {
    name: titled(params['name']),
    field: titled(params['field']),
    one: sayRule(params['one']),
    other: sayRule(params['other']),
  });
}
