import { useRef, useState } from 'react';
import { toSearch } from '../../lib/api.ts';
import type { ImportMapping, ImportPreview, ImportRecord } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useSend } from '../../lib/queries.ts';

export const steps = ['file', 'mapping', 'check', 'confirm', 'result'] as const;
export type Step = (typeof steps)[number];

type Query = { sheet?: string | undefined; mapping?: ImportMapping };

/** The state of one import, from the file to the result. Going back keeps everything; nothing is stored before `run`. */
export function useImport() {
  const { api } = usePaths();
  const look = useSend<ImportPreview>();
  const write = useSend<ImportRecord>();
  const [step, setStep] = useState<Step>('file');
  const [file, setFile] = useState<File | null>(null);
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [mapping, setMapping] = useState<ImportMapping | null>(null);
  const [sheet, setSheet] = useState<string | undefined>();

  const before = useRef<Promise<unknown>>(Promise.resolve());
  /** One look after the other: the server reads one file of each person at a time. Null when it could not be read. */
  const lookAt = (of: File, query: Query): Promise<ImportPreview | null> => {
    const seen = before.current
      .then(() => look.mutateAsync({ path: path('/preview', of, query), body: of }))
      .catch(() => null);
    before.current = seen;
    return seen;
  };
  const path = (end: string, of: File, query: Query) =>
    api(`imports${end}`) +
    toSearch({ fileName: of.name, sheet: query.sheet, mapping: query.mapping && JSON.stringify(query.mapping) });

  /** Looks at a file (or another sheet of it) for the first time: the mapping is guessed. */
  const choose = async (next: File, nextSheet?: string) => {
    setFile(next);
    setSheet(nextSheet);
    setPreview(null);
    setMapping(null);
    const seen = await lookAt(next, { sheet: nextSheet });
    if (!seen) return;
    setPreview(seen);
    setMapping(seen.mapping);
  };
  /** Looks again with the mapping as it is now; on success at the check. */
  const check = async () => {
    if (!file || !mapping) return;
    const seen = await lookAt(file, { sheet, mapping });
    if (!seen) return;
    setPreview(seen);
    setStep('check');
  };
  /** Words of another type column are only known once the file was looked at again. */
  const remap = async (next: ImportMapping) => {
    setMapping(next);
    if (!file || JSON.stringify(next.fields.type) === JSON.stringify(mapping?.fields.type)) return;
    const seen = await lookAt(file, { sheet, mapping: next });
    if (seen) setPreview(seen);
  };
  const run = async () => {
    if (!file || !mapping) return;
    const done = await write.mutateAsync({ path: path('', file, { sheet, mapping }), body: file }).catch(() => null);
    if (done) setStep('result');
  };
  const startAgain = () => {
    look.reset();
    write.reset();
    setFile(null);
    setPreview(null);
    setMapping(null);
    setStep('file');
  };
  const error = step === 'confirm' ? write.error : look.error;
  return {
    step,
    go: (to: Step) => {
      look.reset();
      write.reset();
      setStep(to);
    },
    file,
    sheet,
    preview,
    mapping,
    result: write.data ?? null,
    error,
    busy: look.isPending || write.isPending,
    choose,
    check,
    remap,
    run,
    startAgain,
  };
}

export type Import = ReturnType<typeof useImport>;
