import type { Furigana } from './furigana.ts';
import type { Condition, Issue, Text } from '../rules/types.ts';

export type { Issue };

/** A JSON Schema (draft 2020-12), left open: Ajv checks it. */
export type JsonSchema = Record<string, unknown>;

/** The words of one field. `choices` goes by the enum's value. */
export type FieldTexts = { title: string; help?: string; placeholder?: string; choices?: Record<string, string> };

/** The words of a form. On paper: `formNumber` 「様式第3号」, and the `office` that it is handed to. */
export type FormTexts = {
  name: string;
  description?: string;
  submit?: string;
  formNumber?: string;
  office?: string;
  fields: Record<string, FieldTexts>;
};

/** In what a form's texts are: Japanese, English, plain Japanese. */
export const formLanguages = ['ja', 'en', 'easy'] as const;
export type FormLanguage = (typeof formLanguages)[number];

/**
 * A form, as stored and exported: JSON Schema + rjsf uiSchema + words by field path
 * (`residentName`, `consent.scope`; the items of a list are `notes[]`).
 */
export type Form = {
  key: string;
  /** What the server uses the answers for; each purpose has fields that must be there. */
  purpose: FormPurpose;
  texts: {
    ja: FormTexts;
    en?: FormTexts;
    /** Plain Japanese (やさしい日本語), as far as there is any. */
    easy?: Partial<Omit<FormTexts, 'fields'>> & { fields: Record<string, Partial<FieldTexts>> };
  };
  schema: JsonSchema;
  uiSchema?: Record<string, unknown>;
  logic?: LogicRule[];
  /** Made-up answers that are kept to look at the form by; each can be sent as the form stands. */
  examples?: FormExample[];
};

export type FormExample = { name: string; answers: Record<string, unknown> };

/**
 * One rule of a form's logic. `when` is a condition of the rules' own, its facts the paths of fields: of one within the same entry of a list (`members[].age`)
 * the entry's own, of any other list all entries together. Left out, the rule always holds. A field that is hidden or not answered is an absent fact.
 */
export type LogicRule = { id: string; when?: Condition; then: LogicEffect };

/**
 * What follows where a rule holds. `show`: these fields are asked only where one of the rules that show them holds. `require`: they must be answered, `want`:
 * it is said that they should be. `limit`: only these of the choices. `set`: the field holds this and is not typed. `refuse`: the answers cannot be sent.
 */
export type LogicEffect =
  | { show: string[] }
  | { require: string[] }
  | { want: string[] }
  | { limit: string; to: unknown[] }
  | { set: string; value: LogicValue }
  | { refuse: string; message: Text };

/** A value as it stands, what was answered to another field, or what is calculated of several (of all entries of another list). */
export type LogicValue = string | number | boolean | string[] | { fact: string } | Calculation;

/** A number made of what was answered elsewhere: a sum, how many entries or choices there are, or one less another (of days: how many lie between). */
export type Calculation = { sum: string[] } | { count: string } | { difference: [string, string] };

export type FormPurpose =
  | 'need-intake'
  | 'need-step'
  | 'council-step'
  | 'referral-step'
  | 'proposal'
  | 'report'
  | 'proposal-step'
  | 'meeting'
  | 'record'
  | 'record-step'
  /** Fields that other forms take in; nobody is asked them by themselves. */
  | 'section';

/** A field that a form offers to rules: the schema's own type, unit and choices. */
export type FormField = {
  path: string;
  type: string;
  format?: string;
  required: boolean;
  label: Text;
  choices?: { value: string; text: Text }[];
  unit?: Text;
  /** The server's list (`x-source`) that it is chosen from. */
  source?: string;
  marks: FieldMarks;
};

/** Told without asking, or only with the consent that the audience needs. */
export type Telling = 'always' | 'consent';

/** What a field's schema says of it: `x-personal`, `x-tell`, `x-role`. */
export type FieldMarks = {
  /** Says who somebody is, or may: never a fact, never in a log. */
  personal: boolean;
  /** Who may be told beside those who are told everything, by the audience's name. */
  tell: Readonly<Record<string, Telling>>;
  /** What the field is to the program, whatever it is called here. */
  role?: string;
};

/** Who is told answers: `staff` everything; anybody else as the audiences that they are, each with or without the consent that it needs. */
export type Audience = 'staff' | readonly { name: string; consent: boolean }[];

export type FormIssue = Issue;

/**
 * What `x-source` fields may be answered with, by the source's name (`areas`, `service-types` …), labels in the asker's language. `heldOnly`: what may be
 * chosen no more, and is there so that an old answer has its words; it may stay in the fields (by path) that hold it, `heldIn`.
 */
export type Sources = Record<
  string,
  { value: string; label: string; heldOnly?: boolean; heldIn?: readonly string[] }[]
>;

/** A form in one language, ready for rjsf. */
export type LocalizedForm = {
  name: string;
  description?: string;
  submit?: string;
  schema: JsonSchema;
  uiSchema: Record<string, unknown>;
  /** Its texts that have furigana, as they were typed, by how they stand above. */
  furigana?: Furigana;
  logic?: LogicRule[];
};
