import type { DropZoneProps } from 'react-aria-components/DropZone';
import { DropZone } from 'react-aria-components/DropZone';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Text } from 'react-aria-components/Text';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { AnswerList } from '../../components/key-facts.tsx';
import { Select } from '../../components/select.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import type { Import } from './use-import.ts';

/** Chooses the file, by dropping or from a list, and says what was found in it. */
export function FileStep({ work }: { work: Import }) {
  const { t } = useTranslation('imports');
  const { preview } = work;
  return (
    <div className="space-y-6">
      <DropPlace onFile={(chosen) => void work.choose(chosen)} />
      {work.busy && <Skeleton lines={3} />}
      {preview && (
        <div className="space-y-6">
          <AnswerList
            answers={[
              { label: t('file.name'), value: preview.fileName },
              { label: t('file.rows'), value: t('rows', { count: preview.counts.rows }) },
              {
                label: t('file.columns'),
                value: preview.columns.map((column) => column.name).join(t('common:list.separator')),
              },
              ...(preview.encoding ? [{ label: t('file.encoding'), value: t(`encoding.${preview.encoding}`) }] : []),
              ...(preview.preamble.length > 0
                ? [{ label: t('file.preamble'), value: preview.preamble.join('\n') }]
                : []),
            ]}
          />
          {preview.sheets.length > 1 && (
            <Select
              label={t('file.sheet')}
              value={work.sheet ?? ''}
              choices={preview.sheets.map((name) => ({ value: name, label: name }))}
              onChange={(sheet) => sheet && work.chooseSheet(sheet)}
            />
          )}
          <Button kind="primary" busy={work.busy} onPress={() => work.go('mapping')}>
            {t('file.next')}
          </Button>
        </div>
      )}
    </div>
  );
}

function DropPlace({ onFile }: { onFile: (file: File) => void }) {
  const { t } = useTranslation('imports');
  const take = async ({ items }: Parameters<NonNullable<DropZoneProps['onDrop']>>[0]) => {
    const file = items.find((item) => item.kind === 'file');
    if (file?.kind === 'file') onFile(await file.getFile());
  };
  return (
    <DropZone
      aria-label={t('file.drop')}
      onDrop={(event) => void take(event)}
      className="flex flex-col items-center gap-3 rounded-8 border-2 border-dashed border-solid-gray-600 p-8 text-center data-drop-target:border-blue-900 data-drop-target:bg-blue-50"
    >
      <Text slot="label">{t('file.drop')}</Text>
      <FileTrigger
        acceptedFileTypes={['.csv', '.txt', '.xlsx']}
        onSelect={(files) => {
          const [file] = files ?? [];
          if (file) onFile(file);
        }}
      >
        <Button kind="primary">{t('file.choose')}</Button>
      </FileTrigger>
      <span className="text-dns-16N-130 text-solid-gray-700">{t('file.kinds')}</span>
    </DropZone>
  );
}
