import { createContext } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { escapeToken, propertiesOf, shownAs } from '../../forms/walk.ts';
import type { LocalForm } from '../lib/contract.ts';
import { isObject } from '../lib/is-object.ts';
import { askedInOrder } from './describe-answers.ts';
import type { Said } from './logic.tsx';

/** One page of a form: what stands between two of its page breaks. The first may begin without one. */
export type FormPage = { title: string | undefined; help: string | undefined; fields: string[] };

/** Which of the form's own fields are drawn now; null: all. */
export const ShownFields = createContext<readonly string[] | null>(null);

export const hasPages = ({ schema }: LocalForm): boolean =>
  propertiesOf(schema).some(([, field]) => shownAs(field) === 'page');

/** The pages on which anything stands with these answers. */
export function pagesOf(form: LocalForm, { answers, outcome }: Pick<Said, 'answers' | 'outcome'>): FormPage[] {
  const pages: FormPage[] = [{ title: undefined, help: undefined, fields: [] }];
  for (const [name, field] of askedInOrder(form, answers)) {
    if (shownAs(field) === 'page') {
      const ui = form.uiSchema[name];
      const help = isObject(ui) ? ui['ui:help'] : undefined;
      const { title } = field;
      pages.push({
        title: typeof title === 'string' ? title : undefined,
        help: typeof help === 'string' ? help : undefined,
        fields: [],
      });
    } else if (!outcome.hidden.has(`/${escapeToken(name)}`)) pages.at(-1)?.fields.push(name);
  }
  return pages.filter(({ fields }) => fields.length > 0);
}

/** The field of the form's own that an error is about: `.members.0.name` → `members`. */
export const topField = (property: string | undefined): string => (property ?? '').split(/[./]/).find(Boolean) ?? '';

export type Paging = { at: number; goTo: (page: number) => void };

/** The page of a form that is shown. Each is a step of the browser's own history, so that its back button leads to the page before. */
export function usePaging(key: string): Paging {
  const location = useLocation();
  const navigate = useNavigate();
  const name = `page of ${key}`;
  const state: unknown = location.state;
  const kept = isObject(state) ? state : {};
  const at = kept[name];
  return {
    at: typeof at === 'number' ? at : 0,
    goTo: (page) =>
      void navigate(
        { pathname: location.pathname, search: location.search, hash: location.hash },
        { state: { ...kept, [name]: page }, preventScrollReset: true },
      ),
  };
}
