import { useId, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { FieldFrame, describedBy } from '../../components/field.tsx';
import { Notice } from '../../components/notice.tsx';
import { TextArea } from '../../components/text-field.tsx';
import { parseObject } from '../../lib/parse-object.ts';
import type { RuleBody } from '../../lib/contract.ts';
import { readTextFile } from '../../lib/read-text-file.ts';
import { saveFile } from '../../lib/save-file.ts';
import { SmallButton } from './action-menu.tsx';
import { useStay } from './hold.tsx';
import { IssueList } from './issue-list.tsx';

/** What was typed into the JSON and the body that it was typed over. It is kept while other tabs are looked at. */
export type Typed = { text: string; body: RuleBody } | null;

const textId = 'json-text';

/** Whether leaving is refused, since the text cannot be read yet and would be lost: it is shown (`show`) and focused then. */
export function useUnreadJson(typed: Typed, show: () => void = () => {}): () => boolean {
  const unread = typed !== null && parseObject(typed.text) === null;
  useStay(unread);
  return () => {
    if (!unread) return false;
    flushSync(show);
    document.getElementById(textId)?.focus();
    return true;
  };
}

/** What a file holds, in words, or why it is not taken; without an issue: it is no JSON. */
export type FileTold = { body: RuleBody; told: string } | { issues: { path: string; message: string }[] };

type Props = {
  body: RuleBody;
  fileName: string;
  label: string;
  fileHelp: string;
  typed: Typed;
  onType: (typed: Typed) => void;
  onChange: (body: RuleBody) => void;
  /** A file's text in the place of the body. */ readFile: (text: string) => FileTold;
  /** What else may be saved of it. */ children?: ReactNode;
};

/** The whole document as JSON, both ways: what is typed counts as soon as it can be read, and nothing that no other view shows is lost. */
export function JsonPanel({ body, fileName, label, fileHelp, typed, onType, onChange, readFile, children }: Props) {
  const { t } = useTranslation('rules');
  const sayWrong = (line: number | null) => (line === null ? t('json.wrong') : t('json.wrongAt', { line }));
  const read = typed && parseObject(typed.text);
  const wrong = typed && read === null ? sayWrong(findLine(typed.text)) : null;
  // What was changed elsewhere since is shown, unless what is typed here cannot be read yet.
  const text = typed && (typed.body === body || read === null) ? typed.text : JSON.stringify(body, null, 2);
  return (
    <div className="space-y-4">
      <div className="font-mono text-[0.875rem]">
        <TextArea
          id={textId}
          label={label}
          rows={16}
          value={text}
          error={wrong}
          onChange={(next) => {
            const parsed = parseObject(next);
            onType({ text: next, body: parsed ?? body });
            if (parsed) onChange(parsed);
          }}
        />
      </div>
      <div className="flex flex-wrap gap-2">
        {wrong && <SmallButton onPress={() => onType(null)}>{t('json.giveUp')}</SmallButton>}
        <SmallButton onPress={() => saveFile(fileName, `${JSON.stringify(body, null, 2)}\n`, 'application/json')}>
          {t('json.download')}
        </SmallButton>
        {children}
      </div>
      <FromFile
        help={fileHelp}
        readFile={readFile}
        onChange={(next) => {
          onType(null);
          onChange(next);
        }}
      />
    </div>
  );
}

/** A file in the place of what is there. */
function FromFile({ help, readFile, onChange }: Pick<Props, 'readFile' | 'onChange'> & { help: string }) {
  const { t } = useTranslation('rules');
  const id = useId();
  const [read, setRead] = useState<FileTold | { letters: null } | null>(null);
  const choose = async (file: File | undefined) => {
    const text = file ? await readTextFile(file) : null;
    const read = text === null ? null : readFile(text);
    setRead(file && text === null ? { letters: null } : read);
    if (read && 'body' in read) onChange(read.body);
  };
  const wrong =
    read && 'letters' in read
      ? t('common:file.letters')
      : read && 'issues' in read
        ? t(read.issues.length === 0 ? 'json.notJson' : 'json.refused')
        : null;
  return (
    <div className="space-y-3">
      <FieldFrame label={t('json.file')} help={help} controlId={id} error={wrong}>
        <input
          id={id}
          type="file"
          accept=".json,application/json"
          className="box"
          aria-describedby={describedBy(id, help, wrong)}
          onChange={(event) => void choose(event.target.files?.[0])}
        />
      </FieldFrame>
      {read && 'issues' in read && read.issues.length > 0 && <IssueList issues={read.issues} />}
      {read && 'body' in read && (
        <Notice tone="success" announce title={read.told}>
          <p>{t('json.readHelp')}</p>
        </Notice>
      )}
    </div>
  );
}

/** The line where reading failed, as the browser tells it; null where it does not. */
function findLine(text: string): number | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    const [, position] = /position (\d+)/.exec(String(error)) ?? [];
    const [, line] = /line (\d+)/.exec(String(error)) ?? [];
    return line ? Number(line) : position ? text.slice(0, Number(position)).split('\n').length : null;
  }
}
