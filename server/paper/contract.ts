import { z } from 'zod';
import { id, instant } from '../http/contract.ts';

const space = z.discriminatedUnion('as', [
  z.object({ as: z.literal('choices'), choices: z.array(z.string()), several: z.boolean() }),
  z.object({ as: z.literal('number'), unit: z.string().optional() }),
  z.object({ as: z.literal('box'), lines: z.number().int() }),
  z.object({ as: z.enum(['line', 'date', 'dateTime', 'time', 'period']) }),
]);

/** What a question is called, its help, and who is to answer it where not everybody is. */
const head = { title: z.string(), text: z.string().optional(), when: z.string().optional() };

const paperLine = z.discriminatedUnion('is', [
  z.object({ is: z.enum(['page', 'heading', 'explanation']), ...head }),
  z.object({ is: z.literal('signature'), ...head }),
  z.object({ is: z.literal('group'), number: z.string(), ...head }),
  z.object({
    is: z.literal('question'),
    number: z.string(),
    ...head,
    required: z.boolean(),
    space,
    value: z.string().optional(),
  }),
  z.object({
    is: z.literal('table'),
    number: z.string(),
    ...head,
    required: z.boolean(),
    columns: z.array(z.object({ title: z.string(), hint: z.string().optional(), when: z.string().optional() })),
    rows: z.array(z.array(z.string())),
  }),
]);

/** A form as it stands on A4, in the asker's language. */
export const paper = z.object({
  name: z.string(),
  description: z.string().optional(),
  /** 様式番号, as the form's texts have it: 「様式第3号」. */
  number: z.string().optional(),
  /** Whom it is handed to: 「福祉部長寿社会課」. */
  office: z.string().optional(),
  /** Texts that have furigana, as 漢字《かんじ》, by how they stand here. */
  furigana: z.record(z.string(), z.string()).optional(),
  lines: z.array(paperLine),
});

/** A version of a form. */
const formVersion = z.object({ id, key: z.string(), number: z.number().int() });

export const blankForms = z.object({
  items: z.array(
    formVersion.extend({
      name: z.string(),
      formNumber: z.string().optional(),
      purpose: z.string(),
      lines: z.number().int(),
    }),
  ),
});
export const blankForm = z.object({
  form: formVersion,
  paper,
  /** As what a list of its answers is imported; null: there is no workbook to be filled in either. */
  importedAs: z.string().nullable(),
});

/** What was answered to forms, on the versions that it was given with. `older`: there is more before this one, to be asked for with `before`. */
export const filledSheets = z.object({
  record: z.object({ kind: z.string(), id, title: z.string(), page: z.string() }),
  sheets: z.array(z.object({ id, form: formVersion, answeredAt: instant, answeredBy: z.string().nullable(), paper })),
  older: id.optional(),
});
