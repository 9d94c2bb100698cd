import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { sayFile, type AnswerFile } from '../../forms/answer-files.ts';
import { WithFurigana } from './furigana.tsx';
import { usePaths } from '../lib/municipality.tsx';
import { signatureLine } from '../../forms/walk.ts';

/** Three or four things to know about a record, in one row. */
export function KeyFacts({ facts }: { facts: { label: string; value: ReactNode }[] }) {
  return (
    <dl className="grid gap-x-8 gap-y-4 rounded-8 bg-solid-gray-50 p-4 sm:grid-cols-2 lg:grid-cols-4">
      {facts.map((fact) => (
        <div key={fact.label} className="min-w-0">
          <dt className="text-dns-14N-130 text-solid-gray-700">{fact.label}</dt>
          <dd className="mt-1 leading-snug font-bold">{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}

type Answer = { label: string; value: ReactNode; files?: AnswerFile[] | undefined };

/** What was answered, with the files of it to be opened. */
export function AnswerValue({ value, files = [] }: Pick<Answer, 'value' | 'files'>) {
  const { i18n } = useTranslation();
  const language = i18n.language === 'en' ? 'en' : 'ja';
  const isFilesOnly = value === files.map((file) => sayFile(file, language)).join('\n');
  if (files.length === 0) return value || '―';
  return (
    <>
      {!isFilesOnly && <p>{value}</p>}
      <ul>
        {files.map((file) => (
          <li key={file.id}>
            <FileLink file={file}>{sayFile(file, language)}</FileLink>
          </li>
        ))}
      </ul>
    </>
  );
}

function FileLink({ file, children }: { file: AnswerFile; children: ReactNode }) {
  const { api } = usePaths();
  return (
    <a href={`/api${api(`answer-files/${file.id}`)}`} download={file.name} className="break-all">
      {children}
    </a>
  );
}

/** Label and value below one another, for answers of a form. A line to sign is there on paper only. */
export function AnswerList({ answers }: { answers: Answer[] }) {
  return (
    <dl className="divide-y divide-solid-gray-200 border-y border-solid-gray-200">
      {answers.map((answer, index) => (
        <div
          key={index}
          className={`gap-x-6 py-2 sm:grid-cols-[12rem_1fr] ${answer.value === signatureLine ? 'hidden print:grid' : 'grid'}`}
        >
          <dt className="text-solid-gray-700">
            <WithFurigana>{answer.label}</WithFurigana>
          </dt>
          <dd className="whitespace-pre-wrap">
            <AnswerValue value={answer.value} files={answer.files} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
