import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fieldWords, listFields, tellAnswers, validate, type Form } from '../../forms/index.ts';
import type { Register } from '../../registers/types.ts';
import type { Workflow } from '../../workflows/types.ts';
import { generateAnswers } from '../support/generate-answers.ts';

const folder = (name: string) => new URL(`../../${name}/library/`, import.meta.url);
const load = (name: string, key: string, suffix: string): unknown =>
  JSON.parse(readFileSync(new URL(`${key}.${suffix}.json`, folder(name)), 'utf8'));
const loadForm = (key: string) => load('forms', key, 'form') as Form;
const loadWorkflow = (key: string) => load('workflows', key, 'workflow') as Workflow;

const sources = {
  areas: [{ value: 'north', label: '北' }],
  'service-types': [{ value: 'salon', label: 'サロン' }],
  organisations: [{ value: 'body', label: '北のつどい（見本）' }],
  meetings: [{ value: 'meeting', label: '第1回' }],
};

const forms = readdirSync(folder('registers')).flatMap((file) => {
  const register = JSON.parse(readFileSync(new URL(file, folder('registers')), 'utf8')) as Register;
  const { steps } = loadWorkflow(register.workflow);
  const keys = new Set([register.form, ...Object.values(steps).flatMap(({ form }) => form ?? [])]);
  return [...keys].map((key) => ({ key, of: register.key }));
});

describe.each(forms)('the form $key of the register $of', ({ key }) => {
  const form = loadForm(key);
  const answers = generateAnswers(form, sources, { organisation: 'body', meeting: 'meeting', council: 'council-1' });

  it('is answered whole, and told in both languages', () => {
    expect(validate(form, answers, 'ja', sources)).toEqual([]);
    for (const language of ['ja', 'en'] as const) {
      const lines = tellAnswers(form, answers, 'staff', language, sources);
      expect(lines.length).toBeGreaterThan(0);
      const labels = listFields(form).map(({ path }) => fieldWords(form, path, language).title ?? '');
      expect(
        lines.filter(({ label, value }) => value === '' || !labels.some((each) => label.startsWith(each))),
      ).toEqual([]);
    }
  });

  it('asks for what it cannot do without', () => {
    const required = (form.schema.required ?? []) as string[];
    for (const name of required) {
      const { [name]: _, ...rest } = answers;
      expect([name, validate(form, rest, 'ja', sources).map(({ path }) => path)]).toEqual([
        name,
        expect.arrayContaining([`/${name}`]),
      ]);
    }
  });
});

/** What these forms refuse: a step that asks one is not taken before it may be. */
it.each([
  [
    'does not close outreach while somebody who came forward has not been spoken to',
    'outreach-closing',
    { willing: 9, contacted: 7, registered: 5, excused: 1, reason: '転居した。' },
    { contacted: 8 },
    '/contacted',
  ],
  [
    'does not try an activity without the helpers that it needs',
    'activity-ready',
    { needed: 5, yes: 2, carries: false },
    { yes: 5 },
    '/yes',
  ],
  [
    'does not try an activity that drives people before the law was looked at',
    'activity-ready',
    { needed: 2, yes: 2, carries: true, transportLaw: 'open' },
    { transportLaw: 'done' },
    '/transportLaw',
  ],
])('%s', (_, key, said, mended, place) => {
  const form = loadForm(key);
  const answers = { ...generateAnswers(form, sources), ...said };
  expect(validate(form, answers, 'ja', sources).map(({ path, code }) => [path, code])).toEqual([[place, 'refused']]);
  expect(validate(form, { ...answers, ...mended }, 'ja', sources)).toEqual([]);
});
