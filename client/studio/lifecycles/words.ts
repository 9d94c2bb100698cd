import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { StepRow } from '../../../workflows/edit.ts';
import type { StepNotes, Workflow } from '../../../workflows/types.ts';
import type { LifecycleOffers } from '../../lib/contract.ts';
import { useLanguage } from '../kit/language.ts';

/** Saves a change; those with the same `about` (typing in one field) are one step back. */
export type Edit = (next: Workflow, about?: string | null) => void;

export type Shared = { workflow: Workflow; edit: Edit; offers: LifecycleOffers };

export type StateProps = Shared & {
  path: string;
  /** The step that is open. */ step: string | null;
  onStep: (event: string | null) => void;
  onGo: (place: Place, step?: string | null) => void;
};

export type StepProps = Shared & { path: string; row: StepRow };

/** What is looked at: the whole, a stage, a state (`''`: what can be done everywhere). */
export type Place = { kind: 'whole' } | { kind: 'stage'; key: string } | { kind: 'state'; path: string };

export const writePlace = (place: Place): string | null =>
  place.kind === 'whole' ? null : place.kind === 'stage' ? `stage ${place.key}` : `state ${place.path}`;

/** A place that is not there any more is the whole. */
export function readPlace(workflow: Workflow, text: string | null): Place {
  const [, kind, id = ''] = /^(stage|state) (.*)$/.exec(text ?? '') ?? [];
  if (kind === 'stage' && workflow.stages?.some((stage) => stage.key === id)) return { kind, key: id };
  if (kind === 'state' && (id === '' || Object.hasOwn(workflow.states, id))) return { kind, path: id };
  return { kind: 'whole' };
}

export const stepRoles = ['administrator', 'tier1', 'tier2', 'centre', 'provider', 'member', 'system'] as const;
export const tones = ['primary', 'secondary', 'danger'] as const;

/** What people call the parts of a lifecycle, in the language that is spoken; what has no name yet says so. */
export function useNames(workflow: Workflow) {
  const { t } = useTranslation('lifecycles');
  const language = useLanguage();
  return useMemo(() => {
    const named = (texts: { ja: { name: string }; en?: { name: string } } | undefined): string =>
      texts?.[language]?.name || texts?.ja.name || t('untitled');
    const state = (path: string): string => (path === '' ? t('everywhere') : named(workflow.states[path]?.texts));
    return {
      state,
      /** With the state around it: several may be called alike. */
      stateAt: (path: string): string => {
        const outer = path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : null;
        return outer === null ? state(path) : t('within', { outer: state(outer), name: state(path) });
      },
      step: (event: string): string => named(workflow.steps[event]?.texts),
      stage: (key: string): string => {
        const text = workflow.stages?.find((stage) => stage.key === key)?.text;
        return text?.[language] || text?.ja || t('untitled');
      },
      role: (role: StepNotes['roles'][number]): string => (role === 'system' ? t('system') : t(`common:role.${role}`)),
      list: (names: string[]): string => names.join(t('comma')),
    };
  }, [workflow, language, t]);
}

export type Names = ReturnType<typeof useNames>;

/** A word of the product for one of its own names; a name that it does not know (a register's own) stands for itself. */
export function useOwnWord() {
  const { t, i18n } = useTranslation('lifecycles');
  return (group: 'effect' | 'param' | 'value' | 'word' | 'day' | 'read' | 'choice', name: string): string =>
    i18n.exists(`lifecycles:${group}.${name}`) ? t(`${group}.${name}`) : name;
}
