import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { ImportFile, ImportMapping, ImportPreview, ImportRecord } from '../../lib/contract.ts';
import { forgetDraft, readDraft, writeDraft } from '../../lib/drafts.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useSend } from '../../lib/queries.ts';

type AsideKind = ImportPreview['aside'][number]['kind'];

/** What lists there are of, who may import them, and the page that has what came in. */
export const kinds = {
  services: { can: 'imports', list: 'services' },
  organisations: { can: 'imports', list: 'services/organisations' },
  areas: { can: 'settings', list: 'settings/areas' },
  councils: { can: 'settings', list: 'settings/councils' },
  users: { can: 'settings', list: 'settings/users' },
} as const;
export type Kind = keyof typeof kinds;

export const steps = ['file', 'mapping', 'check', 'confirm', 'result'] as const;
export type Step = (typeof steps)[number];

type Proposed = ImportPreview['proposed'];
/** A mapping that was changed is asked for as it is: what was proposed at first is kept beside it. */
type Kept = { mapping?: ImportMapping; proposed?: Proposed; result?: ImportRecord };
const draftOf = (fileId: string) => `import.${fileId}`;

const readKept = (fileId: string): Kept => readDraft(draftOf(fileId)) ?? {};

/**
 * One import, from the file to the result. The list lies on the server for a day; which one, its sheet and the step stand in the
 * address and the mapping is kept in the window, so that going back and reading the page anew lose nothing. Nothing is
 * imported before `run`.
 */
export function useImport(kind: Kind) {
  const { api } = usePaths();
  const [search, setSearch] = useSearchParams();
  const upload = useSend<ImportFile>();
  const look = useSend<ImportPreview>();
  const write = useSend<ImportRecord>();
  const fileId = search.get('file');
  const sheet = search.get('sheet') ?? undefined;
  const asked = steps.find((step) => step === search.get('step')) ?? 'file';
  const [seen, setSeen] = useState<{ fileId: string; sheet: string | undefined; preview: ImportPreview } | null>(null);
  const [kept, setKept] = useState<{ fileId: string } & Kept>();
  const preview = seen && seen.fileId === fileId && seen.sheet === sheet ? seen.preview : null;
  const {
    mapping = preview?.mapping ?? null,
    proposed = preview?.proposed ?? { words: [], area: false },
    result = null,
  } = kept && kept.fileId === fileId ? kept : fileId ? readKept(fileId) : {};
  const step: Step = !fileId || (asked === 'result' && !result) ? 'file' : asked;

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
  /** One look after the other: the server reads one file of each person at a time. Null when it could not be read. */
  const lookAt = (id: string, of: string | undefined, how?: ImportMapping): Promise<ImportPreview | null> => {
    const looked = before.current
      .then(() =>
        look.mutateAsync({ path: api('imports/preview'), body: { kind, fileId: id, sheet: of, mapping: how } }),
      )
      .then((found) => {
        setSeen({ fileId: id, sheet: of, preview: found });
        return found;
      })
      .catch(() => null);
    before.current = looked;
    return looked;
  };

  // After the page was read anew, or another list or sheet gone back to.
  const wanted = fileId && !preview && step !== 'result' ? `${fileId}\n${sheet ?? ''}` : null;
  const looking = useRef<string | null>(null);
  useEffect(() => {
    if (wanted === looking.current) return;
    looking.current = wanted;
    if (wanted !== null && fileId) void lookAt(fileId, sheet, mapping ?? undefined);
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
  /** Looks again with the mapping as it is now; on success at the check. */
  const check = async (): Promise<void> => {
    if (fileId && mapping && (await lookAt(fileId, sheet, mapping))) go('check');
  };
  /** Words of another column for kinds are only known once the list was looked at again. */
  const remap = async (next: ImportMapping): Promise<void> => {
    if (!fileId) return;
    keep(fileId, { mapping: next, proposed });
    const field = preview?.wordField;
    if (field && JSON.stringify(next.fields[field]) !== JSON.stringify(mapping?.fields[field]))
      await lookAt(fileId, sheet, next);
  };
  /** Changes the mapping at the check, and looks again. */
  const recheck = async (some: Partial<ImportMapping>): Promise<void> => {
    if (!fileId || !mapping) return;
    const next = { ...mapping, ...some };
    keep(fileId, { mapping: next, proposed });
    await lookAt(fileId, sheet, next);
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
