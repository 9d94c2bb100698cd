import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/button.tsx';
import { describedBy, FieldFrame } from '../../../components/field.tsx';
import { Notice } from '../../../components/notice.tsx';
import { Section } from '../../../components/page-title.tsx';
import { ProblemNotice } from '../../../components/problem-notice.tsx';
import { getFile } from '../../../lib/api.ts';
import type { FormSheet } from '../../../lib/contract.ts';
import { useSend } from '../../../lib/queries.ts';
import { saveFile } from '../../../lib/save-file.ts';
import type { Draft } from '../../kit/use-draft.ts';
import { SheetChanges, SheetNotices } from './sheet-notices.tsx';

/** A form out into Excel and in again: what is another is listed before it becomes the draft. */
export function SheetPanel({ draft, path }: { draft: Draft; path: string }) {
  const { t } = useTranslation('builder');
  const id = useId();
  const [read, setRead] = useState<FormSheet | null>(null);
  const [isTaken, setTaken] = useState(false);
  const sending = useSend<FormSheet>();
  const saving = useMutation({
    mutationFn: async () => {
      // What is on the screen is what goes out.
      if (!(await draft.save())) return;
      const { name, content } = await getFile(path);
      saveFile(name, content, content.type);
    },
  });
  const choose = async (input: HTMLInputElement) => {
    const [file] = input.files ?? [];
    setRead(null);
    setTaken(false);
    sending.reset();
    if (!file || !(await draft.save())) return;
    sending.mutate(
      { path, body: file, query: { fileName: file.name } },
      { onSuccess: setRead, onError: () => void (input.value = '') },
    );
  };
  const take = (sheet: FormSheet) => {
    draft.edit(sheet.body);
    setTaken(true);
  };
  return (
    <div className="space-y-10">
      <Section title={t('sheet.out')}>
        <p className="prose-line">{t('sheet.outHelp')}</p>
        {saving.error && <ProblemNotice error={saving.error} />}
        <Button busy={saving.isPending} onPress={() => saving.mutate()}>
          {t('sheet.download')}
        </Button>
      </Section>
      <Section title={t('sheet.in')}>
        <FieldFrame label={t('sheet.file')} help={t('sheet.fileHelp')} controlId={id} error={null}>
          <input
            id={id}
            type="file"
            accept=".xlsx"
            className="box"
            aria-describedby={describedBy(id, t('sheet.fileHelp'), null)}
            onChange={(event) => void choose(event.target)}
          />
        </FieldFrame>
        {sending.isPending && <p role="status">{t('sheet.reading')}</p>}
        {sending.error && <ProblemNotice error={sending.error} />}
        {read && !isTaken && (
          <div className="space-y-6">
            <SheetNotices notices={read.notices} />
            <SheetChanges changes={read.changes} />
            {read.changes.length > 0 && (
              <Button kind="primary" onPress={() => take(read)}>
                {t('sheet.take', { count: read.changes.length })}
              </Button>
            )}
          </div>
        )}
        {isTaken && <Notice tone="success" announce title={t('sheet.taken')} />}
      </Section>
    </div>
  );
}
