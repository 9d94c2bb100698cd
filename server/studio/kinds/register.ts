import { checkRegister } from '../../../registers/index.ts';
import type { Register } from '../../../registers/types.ts';
import { aroundRecords } from '../../../forms/purposes.ts';
import { readBody } from '../../definitions/definitions.ts';
import { addEffect } from '../../effects/add-effect.ts';
import { instantInJapan } from '../../kernel/clock.ts';
import { checkNumbers, checkRegisterFromThen } from '../check-registers.ts';
import { comparePlaces } from '../compare-places.ts';
import type { Slot } from '../slot.ts';
import { checkComputedInUse } from '../uses.ts';
import { nothingFound } from './purpose.ts';

/** A register: it names a form and a workflow, and says who may do what with what is kept by them. */
export const registerSlot: Slot<'register'> = {
  kind: 'register',
  stages: [],
  checkItself: (ctx, { body }) => Promise.resolve(checkRegister(body, { audiences: aroundRecords }, ctx.language)),
  checkAmong: async (ctx, candidate) => {
    // Nothing was found in it by itself just before.
    const register = candidate.body as unknown as Register;
    const before = candidate.latest && (readBody(candidate.latest) as Register);
    return nothingFound([
      ...(before ? await checkComputedInUse(ctx, before, register, candidate) : []),
      ...(await checkRegisterFromThen(ctx, register, candidate.day)),
      ...(await checkNumbers(ctx, candidate)),
    ]);
  },
  published: async (ctx, body, day) => {
    // What is lacking already gets its records from the day on.
    if ((body as Partial<Register>).opens !== 'lack') return;
    await addEffect(ctx, { type: 'openLacks', params: {}, ...(day > ctx.today ? { dueAt: instantInJapan(day) } : {}) });
  },
  compare: (ctx, before, after) => Promise.resolve(comparePlaces(ctx, 'register', before, after)),
};
