import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { readForm } from '../../../../forms/edit.ts';
import { pinSection, unlinkSection, type LinkedGroup } from '../../../../forms/sections.ts';
import type { Form } from '../../../../forms/types.ts';
import { Badge, type Tone } from '../../../components/badge.tsx';
import { Button } from '../../../components/button.tsx';
import { Loaded } from '../../../components/loaded.tsx';
import { Notice } from '../../../components/notice.tsx';
import type { NewerSection } from '../../../lib/contract.ts';
import { definitionPlace } from '../../../lib/definition-place.ts';
import { usePaths } from '../../../lib/municipality.tsx';
import { useGet } from '../../../lib/queries.ts';
import { SmallButton } from '../../kit/action-menu.tsx';
import type { Edit } from '../words.ts';
import { useSections } from './use-sections.ts';

type Props = { form: Form; link: LinkedGroup; edit: Edit };

/** Of which section a group is and of which version, what a newer one has changed, and taking that over or making the group the form's own. */
export function LinkPanel({ form, link, edit }: Props) {
  const { t } = useTranslation('builder');
  const { page } = usePaths();
  const section = useSections().find(({ key }) => key === link.key);
  const name = section?.name ?? link.key;
  return (
    <div className="space-y-3 rounded-8 border border-solid-gray-300 p-3">
      <p>{link.number === 0 ? t('sections.ofNone', { name }) : t('sections.of', { name, number: link.number })}</p>
      {section && (
        <Link className="link inline-flex min-h-11 items-center" to={page(definitionPlace(section))}>
          {t('sections.open')}
        </Link>
      )}
      {section && section.current > link.number && <Newer form={form} link={link} edit={edit} />}
      <div className="space-y-1">
        <SmallButton onPress={() => edit(unlinkSection(form, link.item.path))}>{t('sections.unlink')}</SmallButton>
        <p className="text-dns-14N-130 text-solid-gray-700">{t('sections.unlinkHelp')}</p>
      </div>
    </div>
  );
}

const tones: Record<NewerSection['changes'][number]['level'], Tone> = {
  loses: 'bad',
  asks: 'attention',
  harmless: 'good',
};

function Newer({ form, link, edit }: Props) {
  const { t } = useTranslation('builder');
  const { api } = usePaths();
  const query = useGet<NewerSection>(api(`definitions/form/${link.key}/newer`), { from: link.number });
  return (
    <Loaded query={query}>
      {({ number, body, changes }) => {
        const section = readForm(body);
        return (
          <Notice tone="warn" title={t('sections.newer', { number })}>
            {link.number === 0 ? (
              <p>{t('sections.unknown', { number })}</p>
            ) : changes.length === 0 ? (
              <p>{t('sections.none')}</p>
            ) : (
              <>
                <p>{t('sections.differences', { from: link.number })}</p>
                <ul className="space-y-2">
                  {changes.map(({ level, message }, index) => (
                    <li key={index} className="space-y-1 wrap-anywhere">
                      <Badge tone={tones[level]}>{t(`rules:publish.level.${level}`)}</Badge>
                      <span className="block">{message}</span>
                    </li>
                  ))}
                </ul>
              </>
            )}
            {section && (
              <Button kind="primary" onPress={() => edit(pinSection(form, link.item.path, section, number))}>
                {t('sections.take', { number })}
              </Button>
            )}
          </Notice>
        );
      }}
    </Loaded>
  );
}
