import { useTranslation } from 'react-i18next';
import { ComboBox } from '../../components/combo-box.tsx';
import { Select } from '../../components/select.tsx';
import type { Organisation, Page, Role } from '../../lib/contract.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { roles } from '../../lib/roles.ts';

export type MembershipAnswers = { role: Role | ''; areaId: string; organisationId: string };

/** What still lacks to a membership; a provider acts for an organisation. */
export function lackOf(answers: MembershipAnswers): (keyof MembershipAnswers)[] {
  return (['role', 'areaId', 'organisationId'] as const).filter(
    (name) => answers[name] === '' && (name !== 'organisationId' || answers.role === 'provider'),
  );
}

/** A role, the area it reaches over, and for whom. */
export function MembershipFields({
  answers,
  onChange,
  tried,
}: {
  answers: MembershipAnswers;
  onChange: (answers: MembershipAnswers) => void;
  tried: boolean;
}) {
  const { t } = useTranslation('settings');
  const { areas } = useMunicipality();
  const { api } = usePaths();
  const organisations = useGet<Page<Organisation>>(api('organisations'), { limit: 200 });
  const lack = lackOf(answers);
  const say = (name: keyof MembershipAnswers) => (tried && lack.includes(name) ? t('form:issue.required') : null);
  return (
    <>
      <Select
        label={t('user.role')}
        required
        value={answers.role}
        onChange={(role) => onChange({ ...answers, role: roles.find((known) => known === role) ?? '' })}
        error={say('role')}
        choices={roles.map((role) => ({ value: role, label: t(`common:role.${role}`) }))}
      />
      <Select
        label={t('user.area')}
        required
        help={t('user.areaHelp')}
        value={answers.areaId}
        onChange={(areaId) => onChange({ ...answers, areaId })}
        error={say('areaId')}
        choices={areas
          .filter((area) => !area.closed)
          .map((area) => ({ value: area.id, label: '　'.repeat(area.depth) + area.name }))}
      />
      {organisations.data && (
        <ComboBox
          label={t('user.organisation')}
          required={answers.role === 'provider'}
          value={answers.organisationId}
          onChange={(organisationId) => onChange({ ...answers, organisationId })}
          error={say('organisationId')}
          choices={organisations.data.items.map((organisation) => ({
            value: organisation.id,
            label: organisation.name,
          }))}
        />
      )}
    </>
  );
}
