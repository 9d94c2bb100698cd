import { checkForm, isForm } from '../../../forms/index.ts';
import type { Form } from '../../../forms/types.ts';
import { checkConditions } from '../../../rules/index.ts';
import { readBody } from '../../definitions/definitions.ts';
import { checkRegistersOf } from '../check-registers.ts';
import { checkReaders } from '../check-wiring.ts';
import { comparePlaces } from '../compare-places.ts';
import { checkSections } from '../sections.ts';
import type { Slot } from '../slot.ts';
import { checkFieldsInUse } from '../uses.ts';
import { checkPurpose, nothingFound } from './purpose.ts';

/** A form: read by rules as facts and by effects as answers. */
export const formSlot: Slot<'form'> = {
  kind: 'form',
  stages: [],
  checkItself: (ctx, { body }) => Promise.resolve(checkForm(body, ctx.language, checkConditions)),
  checkAmong: async (ctx, candidate) => {
    const form = candidate.body;
    // Nothing was found in it by itself just before.
    if (!isForm(form, [])) throw new Error('a form that nobody has checked');
    const before = candidate.latest && (readBody(candidate.latest) as Form);
    return nothingFound([
      ...checkPurpose(ctx, candidate, 'purpose'),
      ...(before ? await checkFieldsInUse(ctx, before, form, candidate) : []),
      ...(await checkReaders(ctx, form, candidate.day)),
      ...(await checkRegistersOf(ctx, 'form', form, candidate.day)),
      ...(await checkSections(ctx, form)),
    ]);
  },
  compare: (ctx, before, after) => Promise.resolve(comparePlaces(ctx, 'form', before, after)),
};
