import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bodiesTold, checkForm, consentedList, keepConsented, type Form } from '../../forms/index.ts';

const load = (key: string): Form =>
  JSON.parse(readFileSync(new URL(`../../forms/library/${key}.form.json`, import.meta.url), 'utf8')) as Form;

const form = load('individual-network');
const entry = (body: string, more: object = {}) => ({ name: body, body, consent: 'given', ...more });
const today = '2026-11-23';

describe('entries that have a consent of their own', () => {
  it.each([
    ['given without an end', {}, true],
    ['on its last day', { consentUntil: today }, true],
    ['the day after', { consentUntil: '2026-11-22' }, false],
    ['not given, whatever its end', { consent: 'not-given', consentUntil: '2099-03-31' }, false],
    ['not answered', { consent: undefined }, false],
    ['of who leaves tomorrow', { left: '2026-11-24' }, true],
    ['of who left today', { left: today }, false],
  ])('hold %s: %s', (_, more, holds) => {
    const answers = { title: '見本', members: [entry('a', more), entry('b', { consent: 'not-given' })] };
    expect(bodiesTold(form, answers, today)).toEqual(holds ? ['a'] : []);
    expect(keepConsented(form, answers, today)).toEqual({ title: '見本', members: holds ? [answers.members[0]] : [] });
  });

  it('are none in a form without such a list, whose answers stay whole', () => {
    const linkage = load('linkage');
    const answers = { consent: 'given', partner: 'a' };
    expect(consentedList(linkage)).toBeUndefined();
    expect(bodiesTold(linkage, answers, today)).toEqual([]);
    expect(keepConsented(linkage, answers, today)).toBe(answers);
  });

  it('are none where nothing was answered, and nobody is told who is not named by a body', () => {
    expect(bodiesTold(form, {}, today)).toEqual([]);
    expect(bodiesTold(form, { members: [{ name: '隣の方', consent: 'given' }] }, today)).toEqual([]);
  });

  it('are looked for in a list of the form itself: elsewhere the form is refused, since all of it would be told', () => {
    const codes = (body: Form) => checkForm({ ...body, logic: undefined }).map(({ code }) => code);
    expect(codes(form)).not.toContain('role-entry');
    const { members, ...others } = form.schema.properties as Record<string, object>;
    const inGroup = { type: 'object', properties: { members } };
    expect(codes({ ...form, schema: { ...form.schema, properties: { ...others, around: inGroup } } })).toContain(
      'role-entry',
    );
    const alone = { type: 'string', enum: ['given', 'not-given'], 'x-role': 'told-consent' };
    expect(codes({ ...form, schema: { ...form.schema, properties: { ...others, alone } } })).toContain('role-entry');
  });
});
