import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkForm, listChoicesAndNumbers, listDays, listFields } from '../../forms/index.ts';
import { aroundRecords } from '../../forms/purposes.ts';
import type { Form } from '../../forms/types.ts';
import { beginRegister, copyRegister, type BegunField, type RegisterParts } from '../../registers/begin.ts';
import { checkFit, checkRegister } from '../../registers/index.ts';
import type { Register } from '../../registers/types.ts';
import { checkConditions } from '../../rules/index.ts';
import { checkWorkflow, listStandings } from '../../workflows/index.ts';
import type { Workflow } from '../../workflows/types.ts';

const load = (folder: string, key: string, kind: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../${folder}/library/${key}.${kind}.json`, import.meta.url), 'utf8'));

/** Everything that stands against publishing the three together. */
const faultsOf = ({ register, form, workflow }: RegisterParts): unknown[] => [
  ...checkRegister(register, { audiences: aroundRecords }),
  ...checkForm(form, 'ja', checkConditions),
  ...checkWorkflow(workflow),
  ...checkFit(register, {
    form: {
      purpose: form.purpose,
      fields: listFields(form).map(({ path }) => path),
      days: listDays(form),
      ...listChoicesAndNumbers(form),
    },
    workflow: {
      subject: workflow.subject,
      words: listStandings(workflow).flatMap(({ stage, tags }) => (stage ? [stage, ...tags] : tags)),
      steps: Object.entries(workflow.steps).map(([name, { roles }]) => ({ name, roles })),
    },
  }),
];

const gathering = { key: 'ibasho', name: '居場所台帳', one: '居場所', audiences: aroundRecords };
const fields: BegunField[] = [
  { name: 'area', texts: { title: '広さ' }, schema: { type: 'integer' } },
  { name: 'name', texts: { title: '世話人' }, schema: { type: 'string' } },
  {
    name: 'note',
    texts: { title: '備考' },
    schema: { type: 'string', maxLength: 2000 },
    drawing: { 'ui:widget': 'textarea' },
  },
];

describe('a register from nothing', () => {
  it.each([true, false])('can be published as it is, about people: %s', (personal) => {
    for (const some of [[], fields]) {
      const parts = beginRegister({ ...gathering, personal, fields: some });
      expect(faultsOf(parts)).toEqual([]);
      expect(parts.register.personal).toBe(personal);
      expect(parts.register.texts.ja).toEqual({ name: '居場所台帳', one: '居場所', many: '居場所' });
    }
  });

  it('tells beyond its keepers what a record is called only where it is about nobody', () => {
    const toldOf = (personal: boolean) =>
      listFields(beginRegister({ ...gathering, personal, fields }).form)
        .filter(({ marks }) => Object.values(marks.tell).includes('always'))
        .map(({ path }) => path);
    expect(toldOf(true)).toEqual(['area2']);
    expect(toldOf(false)).toEqual(['name2', 'area2']);
  });

  it('goes from registered to ended and back', () => {
    const { workflow } = beginRegister({ ...gathering, personal: false });
    expect(listStandings(workflow).map(({ state, tags }) => [state, tags])).toEqual([
      ['kept', ['open']],
      ['ended', ['over']],
    ]);
    expect(workflow.machine.states).toMatchObject({
      kept: { on: { END: 'ended' } },
      ended: { on: { REOPEN: 'kept' } },
    });
  });
});

const keys = readdirSync(new URL('../../registers/library', import.meta.url)).map((file) =>
  file.replace('.register.json', ''),
);

describe.each(keys)('a register like %s', (key) => {
  const register = load('registers', key, 'register') as Register;
  const parts: RegisterParts = {
    register,
    form: load('forms', register.form, 'form') as Form,
    workflow: load('workflows', register.workflow, 'workflow') as Workflow,
  };

  it('is its own, under other words, and the other is left as it was', () => {
    const before = structuredClone(parts);
    const copy = copyRegister(parts, gathering);
    expect(parts).toEqual(before);
    expect(faultsOf(copy)).toEqual([]);
    expect([copy.register.key, copy.form.key, copy.workflow.key]).toEqual(['ibasho', 'ibasho', 'ibasho']);
    expect(copy.workflow.subject).toBe('register-ibasho');
    expect(copy.register.texts.en).toBeUndefined();
    expect(copy.register.rights).toEqual(register.rights);
    expect(copy.form.schema).toEqual(parts.form.schema);
    expect(JSON.stringify([copy.form.texts.ja.name, copy.workflow.texts.ja.name])).toBe(
      '["居場所の登録","居場所の流れ"]',
    );
  });
});
