import { checkForm, openPlainSchema, validate, type Form, type FormIssue } from '../../forms/index.ts';
import { checkConditions } from '../../rules/index.ts';
import { checkShape } from '../definitions/definition-shapes.ts';
import type { CommandIo } from './command-io.ts';
import { findDoubledNames } from './find-doubled-names.ts';
import { runFormSheet } from './form-sheet.ts';
import { BadInput, answerCommand, parseJson, printIssues, readText } from './input.ts';
import { isObject } from '../kernel/is-object.ts';

const usage = 'form check FILE | form validate FILE DATA';

/**
 * The commands `form check` and `form validate`; `args` begins with `check` or `validate`. FILE is a form of ours, `{schema, uiSchema}`, or a plain
 * JSON Schema (draft 2020-12, 2019-09 or 07, by `$schema`).
 *
 * Both print one line `{"valid","issues":[{"path","code","message"}]}`. For `validate`, `path` is the JSON pointer of the field in DATA (for `required`
 * that of the missing one) and `code` Ajv's keyword. An `x-source` field takes any text here, because its list is the server's.
 *
 * Answers 0 when valid, 1 when not, 2 on bad input (for `validate` also a FILE that `check` would refuse), with one line on `err` and nothing on `out`.
 */
export function runForm(args: string[], io: CommandIo): Promise<0 | 1 | 2> {
  const [command, file, data, ...more] = args;
  if (command === 'export' || command === 'import')
    return answerCommand(io, file, () => runFormSheet(command, args.slice(1), io));
  return answerCommand(io, file, async () => {
    const stray = args.find((arg) => arg.startsWith('--'));
    if (stray !== undefined) throw new BadInput(`Unknown option '${stray}'; usage: ${usage}`);
    if (file === undefined || more.length > 0) throw new BadInput(usage);
    if (command === 'check' && data === undefined) {
      const { document, doubled } = await read(file, io);
      const opened = open(document, io);
      return printIssues([...doubled, ...('issues' in opened ? opened.issues : (opened.doubts ?? []))], io);
    }
    if (command === 'validate' && data !== undefined) {
      const form = await read(file, io);
      const opened = open(form.document, io);
      const [issue] = [...form.doubled, ...('issues' in opened ? opened.issues : [])];
      if (issue || 'issues' in opened) throw new BadInput(`${file}: ${issue?.path || '/'}: ${issue?.message}`);
      const answers = await read(data, io);
      return printIssues([...answers.doubled, ...opened.validate(answers.document)], io);
    }
    throw new BadInput(usage);
  });
}

/** A file's content, and the names that stand twice in one object of it. */
async function read(file: string, io: CommandIo): Promise<{ document: unknown; doubled: FormIssue[] }> {
  const text = await readText(file, io);
  const document = parseJson(text, file);
  const say = (name: string) =>
    io.language === 'en'
      ? `“${name}” stands twice here. Leave one of them.`
      : `「${name}」が2回書かれています。1つだけにしてください。`;
  return {
    document,
    doubled: findDoubledNames(text).map((path) => ({
      path,
      code: 'doubled-name',
      message: say(path.slice(path.lastIndexOf('/') + 1)),
    })),
  };
}

type Opened =
  | { validate: (data: unknown) => FormIssue[]; /** What only `check` tells. */ doubts?: FormIssue[] }
  | { issues: FormIssue[] };

function open(document: unknown, { language = 'ja' }: CommandIo): Opened {
  const refuse = (path: string, code: string, ja: string, en: string): Opened => ({
    issues: [{ path, code, message: language === 'ja' ? ja : en }],
  });
  if (isObject(document) && ('purpose' in document || 'texts' in document)) {
    const misshapen = checkShape('form', document, language);
    const issues = misshapen.length > 0 ? misshapen : checkForm(document, language, checkConditions);
    // checkForm has found it in order.
    return issues.length > 0 ? { issues } : { validate: (data) => validate(document as Form, data, language) };
  }
  const inner = isObject(document) && 'schema' in document;
  const schema = inner ? document.schema : document;
  if (!isObject(schema) && typeof schema !== 'boolean')
    return refuse(
      inner ? '/schema' : '',
      'not-a-schema',
      'JSON Schema（オブジェクト）ではありません。',
      'This is no JSON Schema (an object).',
    );
  if (inner && 'uiSchema' in document && !isObject(document.uiSchema))
    return refuse(
      '/uiSchema',
      'not-a-group',
      '「uiSchema」はオブジェクト（{ … }）で書いてください。',
      '“uiSchema” must be an object.',
    );
  const opened = openPlainSchema(schema, language);
  const place = (issues: FormIssue[]) =>
    issues.map((issue) => ({ ...issue, path: `${inner ? '/schema' : ''}${issue.path}` }));
  if ('issues' in opened) return { issues: place(opened.issues) };
  return { validate: (data) => opened.validate(data, language), doubts: place(opened.doubts) };
}
