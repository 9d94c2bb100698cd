import { fileKindOf, isAnswerFile, type AnswerFile, type FileKind } from './answer-files.ts';
import { valuesAt } from './changes.ts';
import { expand } from './expand.ts';
import type { Form } from './types.ts';
import { fieldsByPath, sayingOf } from './walk.ts';

/** The files that answers hold, with the field's path and kind, and the JSON pointer of each. */
export function listAnswerFiles(
  form: Pick<Form, 'schema'>,
  answers: Record<string, unknown>,
): { path: string; kind: FileKind; pointer: string; file: AnswerFile }[] {
  return [...fieldsByPath(expand(form.schema))].flatMap(([path, { schema }]) => {
    const kind = sayingOf(schema, 'items') === undefined ? undefined : fileKindOf(schema);
    if (kind === undefined) return [];
    return valuesAt(answers, path).flatMap(({ pointer, value }) =>
      Array.isArray(value)
        ? value.flatMap((file: unknown, index) =>
            isAnswerFile(file) ? [{ path, kind, pointer: `${pointer}/${index}`, file }] : [],
          )
        : [],
    );
  });
}
