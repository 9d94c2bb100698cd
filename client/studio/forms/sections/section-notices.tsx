import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { listLinks } from '../../../../forms/sections.ts';
import type { Form } from '../../../../forms/types.ts';
import { Badge } from '../../../components/badge.tsx';
import { Notice } from '../../../components/notice.tsx';
import type { Definition } from '../../../lib/contract.ts';
import { definitionPlace } from '../../../lib/definition-place.ts';
import { usePaths } from '../../../lib/municipality.tsx';
import { useTitleOf } from '../words.ts';
import { useSections } from './use-sections.ts';

/** Says of which of a form's shared sections there is a newer version, and leads to each. */
export function NewerSections({ form, onOpen }: { form: Form; onOpen: (path: string) => void }) {
  const { t } = useTranslation('builder');
  const titleOf = useTitleOf(form);
  const sections = useSections();
  return listLinks(form).map(({ key, number, item }) => {
    const current = sections.find((section) => section.key === key)?.current ?? 0;
    return current > number ? (
      <Notice key={item.path} title={t('sections.newerIn', { title: titleOf(item), number: current })}>
        <button type="button" className="link min-h-11" onClick={() => onOpen(item.path)}>
          {t('sections.look')}
        </button>
      </Notice>
    ) : null;
  });
}

/** The forms in force that a section stands in, each with the version that it is pinned to. */
export function SectionUses({ definition: { usedBy, current } }: { definition: Definition }) {
  const { t } = useTranslation('builder');
  const { page } = usePaths();
  return (
    <section className="space-y-2">
      <h2 className="text-[1.125rem]">{t('sections.uses')}</h2>
      {usedBy.length === 0 && <p>{t('sections.usedNowhere')}</p>}
      <ul className="space-y-1">
        {usedBy.map(({ key, name, pinned }, index) => (
          <li key={index} className="flex flex-wrap items-center gap-2">
            <Link className="link inline-flex min-h-11 items-center" to={page(definitionPlace({ kind: 'form', key }))}>
              {name}
            </Link>
            <span>{pinned ? t('sections.pinned', { number: pinned }) : t('sections.pinnedNone')}</span>
            {(pinned ?? 0) < current && <Badge tone="attention">{t('sections.old')}</Badge>}
          </li>
        ))}
      </ul>
    </section>
  );
}
