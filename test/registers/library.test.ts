import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fieldOfRole, fieldWords, listChoicesAndNumbers, listDays, listFields } from '../../forms/index.ts';
import { aroundRecords } from '../../forms/purposes.ts';
import type { Form } from '../../forms/types.ts';
import { checkFit, checkRegister } from '../../registers/index.ts';
import type { Register } from '../../registers/types.ts';
import { listStandings } from '../../workflows/index.ts';
import type { Workflow } from '../../workflows/types.ts';

const folder = (name: string) => new URL(`../../${name}/library/`, import.meta.url);
const load = (name: string, key: string, suffix: string): unknown =>
  JSON.parse(readFileSync(new URL(`${key}.${suffix}.json`, folder(name)), 'utf8'));
const keys = readdirSync(folder('registers')).map((file) => file.replace('.register.json', ''));

describe.each(keys)('the register %s', (key) => {
  const register = load('registers', key, 'register') as Register;
  const form = load('forms', register.form, 'form') as Form;
  const workflow = load('workflows', register.workflow, 'workflow') as Workflow;

  it('is in order, and fits its form and its workflow', () => {
    expect(register.key).toBe(key);
    expect(checkRegister(register, { audiences: aroundRecords })).toEqual([]);
    const words = listStandings(workflow).flatMap(({ stage, tags }) => (stage ? [stage, ...tags] : tags));
    expect(
      checkFit(register, {
        form: {
          purpose: form.purpose,
          fields: listFields(form).map(({ path }) => path),
          days: listDays(form),
          ...listChoicesAndNumbers(form),
        },
        workflow: {
          subject: workflow.subject,
          words,
          steps: Object.entries(workflow.steps).map(([name, { roles }]) => ({ name, roles })),
        },
      }),
    ).toEqual([]);
  });

  it('is complete in English', () => {
    const words = [
      ...Object.values(register.texts.en ?? {}),
      ...(register.list.views ?? []).map(({ text }) => text.en),
    ];
    expect(Object.keys(register.texts.en ?? {})).toEqual(Object.keys(register.texts.ja));
    expect(words.filter((word) => !word || /[ぁ-んァ-ヶ一-龠]/.test(word))).toEqual([]);
    for (const column of register.list.columns) expect(fieldWords(form, column, 'en').title).toBeTruthy();
  });

  it('asks what it is called and where it is, and tells no name beyond whom its rights say', () => {
    expect(fieldOfRole(form, 'title')).toBeDefined();
    expect(fieldOfRole(form, 'area')).toBeDefined();
    const toldBeyond = listFields(form).filter(
      ({ marks }) => marks.personal && Object.values(marks.tell).includes('always'),
    );
    expect(register.personal ? toldBeyond.map(({ path }) => path) : []).toEqual([]);
  });
});
