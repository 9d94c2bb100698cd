import { wordsOf } from '../../../forms/edit.ts';
import { listDays, listFields } from '../../../forms/list-fields.ts';
import { allItems, outlineOf } from '../../../forms/outline.ts';
import { shownAs } from '../../../forms/walk.ts';
import type { Form } from '../../../forms/types.ts';
import type { Register } from '../../../registers/types.ts';
import type { Language } from '../../../rules/types.ts';
import { listStandings } from '../../../workflows/standings.ts';
import type { Workflow } from '../../../workflows/types.ts';
import { inWords } from '../kit/language.ts';

/** Changes the register; changes with the same `about` (typing in one field) become one step back. */
export type Edit = (next: Register, about?: string | null) => void;

type Choice = { value: string; label: string };

/** The fields that a list may show: those of the form itself, not within others. */
export function columnChoices(form: Form | null, language: Language): Choice[] {
  if (!form) return [];
  return allItems(outlineOf(form)).flatMap(({ path, schema }) =>
    /[.[]/.test(path) || schema.type === 'object' || shownAs(schema)
      ? []
      : [{ value: path, label: wordsOf(form, path, language).title || wordsOf(form, path, 'ja').title || path }],
  );
}

/** The fields that a calendar can go by. */
export const dayChoices = (form: Form | null, language: Language): Choice[] => {
  if (!form) return [];
  const days = listDays(form);
  return listFields(form).flatMap(({ path, label }) =>
    days.includes(path) ? [{ value: path, label: inWords(label, language) }] : [],
  );
};

export type Standing = {
  value: string;
  /** Stages have names of their own; a tag is told by the states that carry it. */
  kind: 'stage' | 'tag';
  names: string[];
};

/** The stages of a workflow in their order, then the tags of its states; a word that is both is a stage. `open` and `over`, which every workflow has, too. */
export function listStandingWords(workflow: Workflow | null, language: Language): Standing[] {
  if (!workflow) return [];
  const stages = (workflow.stages ?? []).map(({ key, text }): Standing => ({
    value: key,
    kind: 'stage',
    names: [inWords(text, language)],
  }));
  const tags = new Map<string, string[]>();
  for (const { state, tags: own } of listStandings(workflow)) {
    const name = state
      .split(' ')
      .map((path) => {
        const texts = workflow.states[path]?.texts;
        return (texts?.[language] ?? texts?.ja)?.name ?? path;
      })
      .join(' / ');
    for (const tag of own) tags.set(tag, [...(tags.get(tag) ?? []), name]);
  }
  const isStage = (tag: string): boolean => stages.some(({ value }) => value === tag);
  return [
    ...stages,
    ...[...tags].flatMap(([value, names]): Standing[] => (isStage(value) ? [] : [{ value, kind: 'tag', names }])),
  ];
}
