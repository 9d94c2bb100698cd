import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { presetsFor, type PresetId } from '../../../forms/presets.ts';
import type { FormPurpose } from '../../../forms/types.ts';
import { TextField } from '../../components/text-field.tsx';
import { finds } from '../../lib/finds.ts';
import type { Definition } from '../../lib/contract.ts';
import { KindIcon } from './kind-icon.tsx';
import { SectionList, type HowToPut } from './sections/section-list.tsx';

const groups: [string, PresetId[]][] = [
  [
    'answer',
    [
      'text',
      'longText',
      'number',
      'calculated',
      'date',
      'dateTime',
      'time',
      'period',
      'yesNo',
      'one',
      'several',
      'photo',
      'document',
    ],
  ],
  [
    'who',
    [
      'kana',
      'telephone',
      'email',
      'address',
      'area',
      'serviceType',
      'organisation',
      'member',
      'need',
      'meeting',
      'record',
      'records',
      'consent',
    ],
  ],
  ['build', ['page', 'heading', 'explanation', 'group', 'list', 'signature']],
];

type Props = {
  purpose: FormPurpose;
  where: string;
  onAdd: (id: PresetId) => void;
  onPut: (section: Definition, how: HowToPut) => Promise<string | null>;
};

/** What can be added, found by what people call it. */
export function Palette({ purpose, where, onAdd, onPut }: Props) {
  const { t } = useTranslation('builder');
  const [sought, setSought] = useState('');
  const offered = presetsFor(purpose);
  const fits = (id: PresetId) => [t(`preset.${id}`), t(`presetAlso.${id}`)].some((text) => finds(text, sought.trim()));
  const shown = groups.flatMap(([group, ids]) => {
    const fitting = ids.filter((id) => offered.includes(id) && fits(id));
    return fitting.length > 0 ? [{ group, fitting }] : [];
  });
  return (
    <div className="space-y-4">
      <TextField type="search" label={t('search')} help={t('searchHelp')} value={sought} onChange={setSought} />
      <p className="text-dns-14N-130 text-solid-gray-700">{where}</p>
      {shown.length === 0 && <p>{t('searchNone')}</p>}
      {shown.map(({ group, fitting }) => (
        <section key={group} className="space-y-1">
          <h2 className="border-b border-solid-gray-300 pb-1 text-[0.875rem]">{t(`group.${group}`)}</h2>
          <ul>
            {fitting.map((id) => (
              <li key={id}>
                <button
                  type="button"
                  onClick={() => onAdd(id)}
                  className="flex min-h-11 w-full items-center gap-3 rounded-8 px-2 text-left leading-snug hover:bg-blue-50 hover:underline"
                >
                  <KindIcon name={id} />
                  {t(`preset.${id}`)}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {purpose !== 'section' && <SectionList sought={sought} onPut={onPut} />}
    </div>
  );
}
