import { makeField } from '../../../forms/presets.ts';
import type { BegunField } from '../../../registers/begin.ts';
import type { ListColumns } from '../../lib/contract.ts';

export const columnKinds = ['text', 'longText', 'number', 'date', 'yesNo', 'one', 'telephone', 'email'] as const;
export type ColumnKind = (typeof columnKinds)[number];

/** A column as it has been looked at: what it shall be called and be; null: it is left out. */
export type LookedColumn = { column: string; title: string; kind: ColumnKind | null; choices: string[] };

/** What a list is made into at first: all its columns but those that say what a record is called and where it is. */
export const lookAt = ({ columns, title, area }: ListColumns): LookedColumn[] =>
  columns
    .filter(({ name }) => name !== title && name !== area)
    .map(({ name, kind, choices }) => ({ column: name, title: name, kind, choices }));

/** The columns that are kept, as fields of a form. A column that shall be one of a few and had too many different cells begins with two choices. */
export const fieldsOf = (columns: readonly LookedColumn[]): BegunField[] =>
  columns.flatMap(({ title, kind, choices }, index) => {
    if (kind === null) return [];
    const { schema, ui, texts } = makeField(kind);
    const said = texts.ja[''];
    const values = choices.map((_, nth) => `choice-${nth + 1}`);
    const isChosen = kind === 'one' && values.length > 1;
    return [
      {
        name: `field-${index + 1}`,
        texts: {
          ...said,
          title,
          ...(isChosen && { choices: Object.fromEntries(values.map((value, nth) => [value, choices[nth] ?? ''])) }),
        },
        schema: isChosen ? { ...schema, enum: values } : schema,
        ...(ui && { drawing: ui }),
      },
    ];
  });
