import { useTranslation } from 'react-i18next';
import { aroundRecords } from '../../../forms/purposes.ts';
import {
  addRight,
  allActions,
  allRoles,
  changeRight,
  choose,
  removeRight,
  type RightChange,
} from '../../../registers/edit.ts';
import type { Register, RegisterRight } from '../../../registers/types.ts';
import { Button } from '../../components/button.tsx';
import { CheckboxGroup } from '../../components/choice-group.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { Section } from '../../components/page-title.tsx';
import { Select } from '../../components/select.tsx';
import { SmallButton } from '../kit/action-menu.tsx';
import type { Edit, Standing } from './named.ts';
import { sayRight, sayRights, sayRole, sayStanding } from './words.ts';

type Props = { register: Register; standings: readonly Standing[]; edit: Edit };

/** Who may do what with which records, row by row, and what that comes to for each role in plain words. */
export function RightsPanel({ register, standings, edit }: Props) {
  const { t } = useTranslation('register-studio');
  return (
    <div className="grid items-start gap-10 xl:grid-cols-[minmax(0,1fr)_24rem]">
      <Section title={t('rights.title')}>
        <p className="prose-line">{t('rights.lead')}</p>
        <ol className="space-y-6">
          {register.rights.map((right, index) => (
            <li key={index} className="rounded-8 border border-solid-gray-420 p-4">
              <Right
                register={register}
                right={right}
                standings={standings}
                onChange={(change) => edit(changeRight(register, index, change))}
                onRemove={() => edit(removeRight(register, index))}
              />
            </li>
          ))}
        </ol>
        <Button onPress={() => edit(addRight(register, { roles: [], may: ['see'] }))}>{t('rights.add')}</Button>
      </Section>
      <Section title={t('reads.title')}>
        <ul className="space-y-4" data-reads>
          {sayRights(t, register, standings).map(({ role, sentences }) => (
            <li key={role} className="border-l-4 border-blue-200 pl-4">
              {sentences.map((sentence, index) => (
                <p key={index}>{sentence}</p>
              ))}
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}

const wheres = ['around', 'anywhere', 'organisation'] as const;

type RightProps = {
  register: Register;
  right: RegisterRight;
  standings: readonly Standing[];
  onChange: (change: RightChange) => void;
  onRemove: () => void;
};

function Right({ register, right, standings, onChange, onRemove }: RightProps) {
  const { t } = useTranslation('register-studio');
  const { roles, may, where = '', when = [], as = '', told: audience = '' } = right;
  const states = [
    ...standings.map(({ value }) => value),
    ...when.filter((value) => !standings.some((standing) => standing.value === value)),
  ];
  const audiences: readonly string[] = aroundRecords;
  return (
    <fieldset className="space-y-4">
      <legend className="pb-4 font-bold">{sayRight(t, register, standings, right)}</legend>
      <div className="grid gap-x-6 gap-y-6 sm:grid-cols-2 lg:grid-cols-3">
        <CheckboxGroup
          label={t('rights.roles')}
          value={roles}
          choices={allRoles.map((value) => ({ value, label: sayRole(t, value) }))}
          onChange={(chosen) => onChange({ roles: choose(roles, chosen, allRoles) as RegisterRight['roles'] })}
        />
        <CheckboxGroup
          label={t('rights.may')}
          value={may}
          choices={allActions.map((value) => ({ value, label: t(`may.${value}`) }))}
          onChange={(chosen) => onChange({ may: choose(may, chosen, allActions) as RegisterRight['may'] })}
        />
        <div className="space-y-4">
          <Select
            label={t('rights.where')}
            value={where}
            empty={t('reads.where.own')}
            choices={wheres.map((value) => ({ value, label: t(`reads.where.${value}`) }))}
            onChange={(value) => onChange({ where: wheres.find((where) => where === value) })}
          />
          <Select
            label={t('rights.told')}
            help={t('rights.toldHelp')}
            value={audience}
            empty={t('rights.nobody')}
            choices={[...audiences, ...(audience === '' || audiences.includes(audience) ? [] : [audience])].map(
              (value) => ({
                value,
                label: t(`builder:audience.${value}`, value),
              }),
            )}
            onChange={(value) => onChange({ told: value || undefined })}
          />
        </div>
      </div>
      <div className="space-y-2">
        <Disclosure
          title={
            when.length > 0
              ? t('rights.whenOf', {
                  states: when.map((value) => sayStanding(t, standings, value)).join(t('reads.both')),
                })
              : t('rights.whenAny')
          }
        >
          <CheckboxGroup
            label={t('rights.when')}
            help={t('rights.whenHelp')}
            value={when}
            choices={states.map((value) => ({ value, label: sayStanding(t, standings, value) }))}
            onChange={(chosen) => onChange({ when: choose(when, chosen, states) })}
          />
        </Disclosure>
        <Disclosure title={as ? t('rights.asOf', { role: sayRole(t, as) }) : t('rights.asOwn')}>
          <Select
            label={t('rights.as')}
            help={t('rights.asHelp')}
            value={as}
            empty={t('rights.ownRole')}
            choices={allRoles.map((value) => ({ value, label: sayRole(t, value) }))}
            onChange={(value) => onChange({ as: allRoles.find((role) => role === value) })}
          />
        </Disclosure>
      </div>
      <SmallButton onPress={onRemove}>{t('rights.remove')}</SmallButton>
    </fieldset>
  );
}
