import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Definition } from '../../../lib/contract.ts';
import { finds } from '../../../lib/finds.ts';
import { SmallButton } from '../../kit/action-menu.tsx';
import { useSections } from './use-sections.ts';

export type HowToPut = 'linked' | 'copied';
type Props = {
  sought: string;
  /** Answers why it could not be put in. */
  onPut: (section: Definition, how: HowToPut) => Promise<string | null>;
};

/** The sections that forms share, each to be put in linked or copied. Nothing where the city has none. */
export function SectionList({ sought, onPut }: Props) {
  const { t } = useTranslation('builder');
  const sections = useSections().filter(({ name }) => finds(`${t('sections.title')} ${name}`, sought.trim()));
  const [why, setWhy] = useState<string | null>(null);
  const put = (section: Definition, how: HowToPut) => void onPut(section, how).then(setWhy);
  if (sections.length === 0) return null;
  return (
    <section className="space-y-2">
      <h2 className="border-b border-solid-gray-300 pb-1 text-[0.875rem]">{t('sections.title')}</h2>
      <p className="text-dns-14N-130 text-solid-gray-700">{t('sections.help')}</p>
      <p role="status" className="text-red-900">
        {why}
      </p>
      <ul className="space-y-3">
        {sections.map((section) => (
          <li key={section.key} className="space-y-1">
            <p className="wrap-anywhere">{section.name}</p>
            <span className="flex flex-wrap gap-2">
              <SmallButton label={t('sections.linkOf', { name: section.name })} onPress={() => put(section, 'linked')}>
                {t('sections.link')}
              </SmallButton>
              <SmallButton label={t('sections.copyOf', { name: section.name })} onPress={() => put(section, 'copied')}>
                {t('sections.copy')}
              </SmallButton>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
