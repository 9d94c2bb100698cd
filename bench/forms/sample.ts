import type { Form, JsonSchema, LogicRule } from '../../forms/types.ts';

/** A form of so many plain fields, of a list of groups, and of yes/no questions each of which shows another. */
export type Sample = { fields?: number; rows?: number; yesNo?: number; nested?: number };

/** The form, with answers to what is filled in at the start. */
export function makeSample({ fields = 0, rows = 0, yesNo = 0, nested = 0 }: Sample): {
  form: Form;
  answers: Record<string, unknown>;
} {
  const properties: Record<string, JsonSchema> = {};
  const titles: Record<string, { title: string }> = {};
  const logic: LogicRule[] = [];
  const put = (name: string, schema: JsonSchema): void => {
    properties[name] = schema;
    titles[name] = { title: `項目${name}` };
  };
  for (let number = 0; number < fields; number += 1)
    put(
      `f${number}`,
      number % 4 === 3
        ? { type: 'integer', minimum: 0 }
        : number % 4 === 2
          ? { type: 'string', enum: ['a', 'b', 'c'] }
          : { type: 'string', maxLength: 200 },
    );
  for (let number = 0; number < yesNo; number += 1) {
    put(`y${number}`, { type: 'boolean' });
    if (number % 2 === 1)
      logic.push({
        id: `show-${number}`,
        when: { all: [{ fact: `y${number - 1}`, operator: 'equal', value: true }] },
        then: { show: [`y${number}`] },
      });
  }
  const group = (inner: number): JsonSchema => ({
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string', minLength: 1 },
      hours: { type: 'integer', minimum: 0 },
      ...(inner > 0 ? { parts: { type: 'array', items: group(0) } } : {}),
    },
  });
  const answers: Record<string, unknown> = {};
  if (rows > 0) {
    put('rows', { type: 'array', items: group(nested) });
    answers['rows'] = Array.from({ length: rows }, (_, row) => ({
      name: `行${row}`,
      hours: row,
      ...(nested > 0
        ? { parts: Array.from({ length: nested }, (_, part) => ({ name: `部${part}`, hours: part })) }
        : {}),
    }));
  }
  return {
    form: {
      key: 'bench',
      purpose: 'record',
      texts: { ja: { name: '測るための様式', fields: titles } },
      schema: { type: 'object', properties },
      uiSchema: { 'ui:order': Object.keys(properties) },
      ...(logic.length > 0 ? { logic } : {}),
    },
    answers,
  };
}
