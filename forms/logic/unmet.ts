import type { Text } from '../../rules/types.ts';
import { withoutFurigana } from '../furigana.ts';
import { unsettled } from '../messages.ts';
import { isBlank, isObject, tokensOf } from '../walk.ts';
import type { Settled } from './settle.ts';

/** What keeps answers from being sent by the form's logic: `required`, `enum` (a choice that is not offered now) or `refused`, with its own words, which are told once at a place. */
export type Unmet = { place: string; code: 'required' | 'enum' } | { place: string; code: 'refused'; message: Text };

export function listUnmet({ answers, outcome, agreed }: Settled): Unmet[] {
  const unmet: Unmet[] = agreed ? [] : [{ place: '', code: 'refused', message: unsettled }];
  for (const place of outcome.required) if (isBlank(answerAt(answers, place))) unmet.push({ place, code: 'required' });
  for (const [place, choices] of outcome.allowed) {
    const value = answerAt(answers, place);
    if (!isBlank(value) && ![value].flat().every((choice) => choices.includes(choice)))
      unmet.push({ place, code: 'enum' });
  }
  for (const { place, message: typed } of outcome.refusals) {
    const message = plainly(typed);
    if (!unmet.some((each) => each.code === 'refused' && each.place === place && isSameText(each.message, message)))
      unmet.push({ place, code: 'refused', message });
  }
  return unmet;
}

/** The fields that should be answered, and are not. */
export const listWanted = ({ answers, outcome }: Settled): string[] =>
  [...outcome.wanted].filter((place) => isBlank(answerAt(answers, place)));

const isSameText = (text: Text, other: Text): boolean => text.ja === other.ja && text.en === other.en;

function answerAt(answers: unknown, place: string): unknown {
  return tokensOf(place).reduce<unknown>(
    (at, name) =>
      Array.isArray(at) ? at[Number(name)] : isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined,
    answers,
  );
}

const plainly = ({ ja, en }: Text): Text => ({
  ja: withoutFurigana(ja),
  ...(en !== undefined && { en: withoutFurigana(en) }),
});
