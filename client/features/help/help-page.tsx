import { useTranslation } from 'react-i18next';
import { PageTitle, Section } from '../../components/page-title.tsx';
import { useMunicipality } from '../../lib/municipality.tsx';

type Named = { name: string; text: string };

/** How the first week goes by the asker's own roles, what the words mean, what the keys do, and whom to ask. */
export function HelpPage() {
  const { t } = useTranslation('help');
  const { roles } = useMunicipality();
  const listed = (key: string): [string, Named][] =>
    Object.entries(t(key, { returnObjects: true }) as unknown as Record<string, Named>);
  const steps = (role: string): string[] =>
    Object.values(t(`week.${role}`, { returnObjects: true }) as unknown as Record<string, string>);
  return (
    <div className="space-y-10">
      <PageTitle title={t('title')} lead={t('lead')} />
      <Section title={t('firstWeek')}>
        {roles.map((role) => (
          <div key={role} className="space-y-2">
            <h3>{t(`common:role.${role}`)}</h3>
            <ol className="prose-line list-decimal space-y-2 pl-6">
              {steps(role).map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </div>
        ))}
      </Section>
      <Section title={t('wordsTitle')}>
        <Terms terms={listed('words')} />
      </Section>
      <Section title={t('keysTitle')}>
        <Terms terms={listed('keys')} />
      </Section>
      <Section title={t('troubleTitle')}>
        <Terms terms={listed('trouble')} />
      </Section>
    </div>
  );
}

function Terms({ terms }: { terms: [string, Named][] }) {
  return (
    <dl className="divide-y divide-solid-gray-300 border-y border-solid-gray-300">
      {terms.map(([key, { name, text }]) => (
        <div key={key} className="gap-6 py-3 sm:grid sm:grid-cols-[14rem_1fr]">
          <dt className="font-bold">{name}</dt>
          <dd className="prose-line">{text}</dd>
        </div>
      ))}
    </dl>
  );
}
