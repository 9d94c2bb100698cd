import { useTranslation } from 'react-i18next';
import { PageTitle, Section } from '../../components/page-title.tsx';
import { Link } from 'react-router';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';

/** How the first week goes by the asker's own roles, what the words mean, what the keys do, and whom to ask. */
export function HelpPage() {
  const { t } = useTranslation('help');
  const { roles } = useMunicipality();
  const { page } = usePaths();
  const keysOf = useKeys();
  return (
    <div className="space-y-10">
      <PageTitle title={t('title')} lead={t('lead')} />
      <p>
        <Link className="link inline-flex min-h-11 items-center" to={page('print')}>
          {t('paper:list.link')}
        </Link>
      </p>
      <Section title={t('firstWeek')}>
        {roles.map((role) => (
          <div key={role} className="space-y-2">
            <h3>{t(`common:role.${role}`)}</h3>
            <ol className="prose-line list-decimal space-y-2 pl-6">
              {keysOf(`week.${role}`).map((step) => (
                <li key={step}>{t(`week.${role}.${step}`)}</li>
              ))}
            </ol>
          </div>
        ))}
      </Section>
      <Section title={t('wordsTitle')}>
        <Terms of="words" />
      </Section>
      <Section title={t('keysTitle')}>
        <Terms of="keys" />
      </Section>
      <Section title={t('troubleTitle')}>
        <Terms of="trouble" />
      </Section>
    </div>
  );
}

/** The names of the texts below one, in their order. */
function useKeys(): (text: string) => string[] {
  const { t } = useTranslation('help');
  return (text) => Object.keys(t(text, { returnObjects: true }));
}

function Terms({ of }: { of: string }) {
  const { t } = useTranslation('help');
  return (
    <dl className="divide-y divide-solid-gray-300 border-y border-solid-gray-300">
      {useKeys()(of).map((key) => (
        <div key={key} className="gap-6 py-3 sm:grid sm:grid-cols-[14rem_1fr]">
          <dt className="font-bold">{t(`${of}.${key}.name`)}</dt>
          <dd className="prose-line">{t(`${of}.${key}.text`)}</dd>
        </div>
      ))}
    </dl>
  );
}
