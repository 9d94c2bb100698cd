import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { send } from '../../lib/api.ts';
import type { ImportFile, ImportMapping, ImportPreview, ImportRecord } from '../../lib/contract.ts';
import { forgetDraft, readDraft, writeDraft } from '../../lib/drafts.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useSend } from '../../lib/queries.ts';

type AsideKind = ImportPreview['aside'][number]['kind'];

export const steps = ['file', 'mapping', 'check', 'confirm', 'result'] as const;
export type Step = (typeof steps)[number];

type Proposed = ImportPreview['proposed'];
/** A mapping that was changed is asked for as it is: what was proposed at first is kept beside it. */
type Kept = { mapping?: ImportMapping; proposed?: Proposed; result?: ImportRecord };
/** A look, and what was asked for; without a mapping one was guessed. */
type Look = { fileId: string; sheet: string | undefined; mapping: ImportMapping | undefined };
const draftOf = (fileId: string) => `import.${fileId}`;

const readKept = (fileId: string): Kept => readDraft(draftOf(fileId)) ?? {};

/**
 * One import, from the file to the result. The list lies on the server for a day; which one, its sheet and the step stand in the
 * address and the mapping is kept in the window, so that going back and reading the page anew lose nothing. Nothing is
 * imported before `run`.
 */
export function useImport(kind: string, list: string, name: string | null) {
  const { api } = usePaths();
  const [search, setSearch] = useSearchParams();
  const upload = useSend<ImportFile>();
  // It stores nothing, so nothing that is shown is read anew for it.
  const look = useMutation({
    mutationFn: (look: Look) => send<ImportPreview>('POST', api('imports/preview'), { kind, ...look }),
  });
  const write = useSend<ImportRecord>();
  const fileId = search.get('file');
  const sheet = search.get('sheet') ?? undefined;
  const named = steps.find((step) => step === search.get('step')) ?? 'file';
  const [seen, setSeen] = useState<(Look & { preview: ImportPreview }) | null>(null);
  const [kept, setKept] = useState<{ fileId: string } & Kept>();
  const preview = seen && seen.fileId === fileId && seen.sheet === sheet ? seen.preview : null;
  const {
    mapping = preview?.mapping ?? null,
    proposed = preview?.proposed ?? { words: [], area: false },
    result = null,
  } = kept && kept.fileId === fileId ? kept : fileId ? readKept(fileId) : {};
  const step: Step = !fileId || (named === 'result' && !result) ? 'file' : named;

  const keep = (id: string, some: Kept): void => {
    setKept({ fileId: id, ...some });
    writeDraft(draftOf(id), some);
  };
  const go = (to: Step, change: Record<string, string | undefined> = {}): void => {
    look.reset();
    write.reset();
    setSearch((before) => {
      const next = new URLSearchParams(before);
      for (const [name, value] of Object.entries({ ...change, step: to }))
        value ? next.set(name, value) : next.delete(name);
      return next;
    });
  };

  const before = useRef<Promise<unknown>>(Promise.resolve());
  const newest = useRef<Look | null>(null);
  /**
   * One look after the other: the server reads one file of each person at a time. Of those that wait only the newest is asked
   * for. False when it was not, or the list could not be read.
   */
  const lookAt = (newLook: Look): Promise<boolean> => {
    newest.current = newLook;
    const looked = before.current
      .then(async () => {
        if (newest.current !== newLook) return false;
        const preview = await look.mutateAsync(newLook);
        setSeen({ ...newLook, preview });
        return true;
      })
      .catch(() => false);
    before.current = looked;
    return looked;
  };

  // After the page was read anew, or another list or sheet gone back to.
  const wanted = fileId && !preview && step !== 'result' ? `${fileId}\n${sheet ?? ''}` : null;
  const looking = useRef<string | null>(null);
  useEffect(() => {
    if (wanted === looking.current) return;
    looking.current = wanted;
    if (wanted !== null && fileId) void lookAt({ fileId, sheet, mapping: mapping ?? undefined });
  });

  /** Hands a list over and looks at it for the first time: the mapping is guessed. */
  const choose = async (next: File): Promise<void> => {
    look.reset();
    const file = await upload
      .mutateAsync({ path: api('imports/files'), query: { kind, fileName: next.name }, body: next })
      .catch(() => null);
    if (file) go('file', { file: file.id, sheet: undefined });
  };
  const chooseSheet = (next: string): void => {
    if (!fileId) return;
    forgetDraft(draftOf(fileId));
    setKept(undefined);
    go('file', { sheet: next });
  };
  /** Looks with the mapping as it is now, unless that is what was looked at; on success at the check. */
  const check = async (): Promise<void> => {
    if (!fileId || !mapping) return;
    const looked = preview && JSON.stringify(seen?.mapping ?? preview.mapping) === JSON.stringify(mapping);
    if (looked || (await lookAt({ fileId, sheet, mapping }))) go('check');
  };
  /** Words of another column for kinds are only known once the list was looked at again. */
  const remap = async (next: ImportMapping): Promise<void> => {
    if (!fileId) return;
    keep(fileId, { mapping: next, proposed });
    const field = preview?.wordField;
    if (field && JSON.stringify(next.fields[field]) !== JSON.stringify(mapping?.fields[field]))
      await lookAt({ fileId, sheet, mapping: next });
  };
  /** Changes the mapping at the check, and looks again. */
  const recheck = async (some: Partial<ImportMapping>): Promise<void> => {
    if (!fileId || !mapping) return;
    const next = { ...mapping, ...some };
    keep(fileId, { mapping: next, proposed });
    await lookAt({ fileId, sheet, mapping: next });
  };
  /** Says what a row in doubt is: an id, `new`, or nothing. */
  const decide = (row: number, what: string): Promise<void> => {
    const { [String(row)]: _before, ...others } = mapping?.decisions ?? {};
    return recheck({ decisions: what ? { ...others, [String(row)]: what } : others });
  };
  const takeIn = (kind: AsideKind, taken: boolean): Promise<void> =>
    recheck({ takeIn: [...(mapping?.takeIn ?? []).filter((each) => each !== kind), ...(taken ? [kind] : [])] });
  const run = async (): Promise<void> => {
    if (!fileId || !mapping) return;
    const done = await write
      .mutateAsync({ path: api('imports'), body: { kind, fileId, sheet, mapping } })
      .catch(() => null);
    if (!done) return;
    keep(fileId, { mapping, proposed, result: done });
    go('result');
  };
  const startAgain = (): void => {
    upload.reset();
    look.reset();
    write.reset();
    setSearch({});
  };
  return {
    step,
    go,
    sheet: sheet ?? preview?.sheet ?? undefined,
    kind,
    list,
    name,
    preview,
    mapping,
    proposed,
    result,
    error: step === 'confirm' ? (write.error ?? look.error) : (upload.error ?? look.error),
    busy: upload.isPending || look.isPending || write.isPending,
    choose,
    chooseSheet,
    check,
    remap,
    decide,
    takeIn,
    run,
    startAgain,
  };
}

export type Import = ReturnType<typeof useImport>;
