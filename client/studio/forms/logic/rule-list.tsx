import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isCalculation } from '../../../../forms/edit.ts';
import { targetsOf } from '../../../../forms/logic/plan.ts';
import type { Form, LogicRule } from '../../../../forms/types.ts';
import { Icon } from '../../../components/icon.tsx';
import { sayIssue, type SaidIssue } from '../say-issue.ts';
import type { Edit } from '../words.ts';
import { RuleEditor } from './rule-editor.tsx';
import { useRuleWords } from './rule-words.ts';

export type Issues = readonly SaidIssue[];

type Props = {
  form: Form;
  rules: readonly LogicRule[];
  edit: Edit;
  issues: Issues;
  open: string | null;
  onOpen: (id: string | null) => void;
  /** Goes to a field where it stands; left out where one is there already. */
  onField?: (path: string) => void;
};

/** Rules as sentences. One at a time opens to be changed. */
export function RuleList({ form, rules, edit, issues, open, onOpen, onField }: Props) {
  const { t } = useTranslation('builder');
  const words = useRuleWords(form);
  const { say, titleOf } = words;
  const list = useRef<HTMLUListElement>(null);
  /** The last rule that was removed: the focus goes on from the list. */
  const [removed, setRemoved] = useState(0);
  useEffect(() => {
    if (removed > 0) list.current?.focus();
  }, [removed]);
  return (
    <ul ref={list} tabIndex={-1} className="space-y-4 outline-none">
      {rules.map((rule) => {
        // What the check says of this rule.
        const place = `/logic/${form.logic?.indexOf(rule)}`;
        const own = issues
          .filter(({ path }) => path === place || path.startsWith(`${place}/`))
          .map((issue) => ({ path: issue.path.slice(place.length), message: sayIssue(t, issue, form, words) }));
        const isCalculated = isCalculation(form, rule);
        const isOpen = rule.id === open && !isCalculated;
        return (
          <li key={rule.id} data-rule={rule.id} className="space-y-2 border-l-4 border-solid-gray-200 pl-3">
            <p>{say(rule)}</p>
            {own.length > 0 && !isOpen && (
              <p className="flex items-start gap-2 text-red-900">
                <Icon name="error" className="mt-0.5 size-5" />
                {own[0]?.message}
              </p>
            )}
            <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
              {isCalculated ? (
                <p className="text-dns-14N-130 text-solid-gray-700">{t('logic.calculated')}</p>
              ) : (
                <button
                  type="button"
                  aria-expanded={isOpen}
                  aria-label={t(isOpen ? 'logic.closeOne' : 'logic.editOne', { rule: say(rule) })}
                  className="inline-flex min-h-11 min-w-11 items-center justify-center rounded-8 border border-solid-gray-600 bg-white px-3 leading-tight hover:bg-solid-gray-50 hover:underline"
                  onClick={() => onOpen(isOpen ? null : rule.id)}
                >
                  {t(isOpen ? 'logic.close' : 'logic.edit')}
                </button>
              )}
              {onField &&
                targetsOf(rule.then).map((path) => (
                  <button key={path} type="button" className="link min-h-11 text-left" onClick={() => onField(path)}>
                    {t('openField', { title: titleOf(path) })}
                  </button>
                ))}
            </div>
            {isOpen && (
              <div className="border-t border-solid-gray-300 pt-4">
                <RuleEditor
                  form={form}
                  rule={rule}
                  edit={edit}
                  issues={own}
                  onRemoved={() => {
                    onOpen(null);
                    setRemoved((count) => count + 1);
                  }}
                />
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
