import { createContext } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { escapeToken, propertiesOf, shownAs } from '../../forms/walk.ts';
import type { LocalForm } from '../lib/contract.ts';
import { isObject } from '../lib/is-object.ts';
import { askedInOrder } from './describe-answers.ts';
import type { Said } from './logic.tsx';

/** One page of a form: what stands between two of its page breaks. `name` is that of its page break, '' of the first, which has none. */
export type FormPage = { name: string; title: string | undefined; help: string | undefined; fields: string[] };

/** Which of the form's own fields are drawn now; null: all. */
export const ShownFields = createContext<readonly string[] | null>(null);

export const hasPages = ({ schema }: LocalForm): boolean =>
  propertiesOf(schema).some(([, field]) => shownAs(field) === 'page');

/** The pages on which anything stands with these answers. */
export const pagesOf = (form: LocalForm, said: Pick<Said, 'answers' | 'outcome'>): FormPage[] =>
  allPages(form, said).filter(({ fields }) => fields.length > 0);

function allPages(form: LocalForm, { answers, outcome }: Pick<Said, 'answers' | 'outcome'>): FormPage[] {
  const pages: FormPage[] = [{ name: '', title: undefined, help: undefined, fields: [] }];
  for (const [name, field] of askedInOrder(form, answers)) {
    if (shownAs(field) === 'page') {
      const ui = form.uiSchema[name];
      const help = isObject(ui) ? ui['ui:help'] : undefined;
      const { title } = field;
      pages.push({
        name,
        title: typeof title === 'string' ? title : undefined,
        help: typeof help === 'string' ? help : undefined,
        fields: [],
      });
    } else if (!outcome.hidden.has(`/${escapeToken(name)}`)) pages.at(-1)?.fields.push(name);
  }
  return pages;
}

/** The number among `pagesOf` of the page behind a page break; where nothing is asked on it now, that of the one before. */
export function findPage(form: LocalForm, said: Pick<Said, 'answers' | 'outcome'>, name: string): number {
  const pages = allPages(form, said);
  const before = pages.slice(0, pages.findIndex((page) => page.name === name) + 1);
  return Math.max(0, before.filter(({ fields }) => fields.length > 0).length - 1);
}

/** The field of the form's own that an error is about: `.members.0.name` → `members`. */
export const topField = (property: string | undefined): string => (property ?? '').split(/[./]/).find(Boolean) ?? '';

/** What was found wrong that is told on a page: its own, and on the last (`isLast`) also what is about no field of any page. */
export function errorsOn<E extends { property?: string | undefined }>(
  errors: E[],
  page: FormPage | undefined,
  pages: readonly FormPage[],
  isLast: boolean,
): E[] {
  return errors.filter(({ property }) => {
    const field = topField(property);
    if (!page || page.fields.includes(field)) return true;
    return isLast && !pages.some(({ fields }) => fields.includes(field));
  });
}

/** `at`: the page break of the page that is shown ('': the first page), null: the summary. */
export type Paging = { at: string | null; goTo: (page: string | null) => void };

/** The page of a form that is shown. Each is a step of the browser's own history, so that its back button leads to the page before. */
export function usePaging(key: string): Paging {
  const location = useLocation();
  const navigate = useNavigate();
  const name = `page of ${key}`;
  const state: unknown = location.state;
  const kept = isObject(state) ? state : {};
  const at = kept[name];
  return {
    // By its name: with another answer a page may come or go before it.
    at: typeof at === 'string' || at === null ? at : '',
    goTo: (page) =>
      void navigate(
        { pathname: location.pathname, search: location.search, hash: location.hash },
        { state: { ...kept, [name]: page }, preventScrollReset: true },
      ),
  };
}
