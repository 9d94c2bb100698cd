import { useTranslation } from 'react-i18next';
import { RadioGroup } from '../../components/choice-group.tsx';
import type { LikelyPeople } from '../../lib/contract.ts';
import { formatDay } from '../../lib/dates.ts';

type Props = {
  likely: LikelyPeople['items'];
  value: string;
  onChange: (value: string) => void;
  error?: string | null;
};

const later = 'later';

/** What the choice is sent as: nothing where it is left for later. */
export const personSent = (value: string): { person?: 'new' | { id: string } } =>
  value === later || value === '' ? {} : { person: value === 'new' ? 'new' : { id: value } };

/** Whose a need is: one of those who may be the same, somebody new, or not decided yet. Nothing is chosen beforehand. */
export function PersonChoice({ likely, value, onChange, error }: Props) {
  const { t } = useTranslation('needs');
  const separator = t('common:list.separator');
  return (
    <RadioGroup
      label={t('person.title')}
      help={t(likely.length > 0 ? 'person.help' : 'person.helpNobody')}
      error={error}
      required
      value={value}
      onChange={onChange}
      choices={[
        ...likely.map(({ person, by, needs }) => ({
          value: person.id,
          label: t('person.same', { number: person.number, name: person.name, kana: person.kana }),
          help: [
            t('person.by', { what: by.map((field) => t(`person.${field}`)).join(separator) }),
            person.area.name,
            ...(person.birth ? [t('person.born', { day: formatDay(person.birth) })] : []),
            ...(person.telephone ? [person.telephone] : []),
            t('person.needs', { count: needs }),
          ].join(separator),
        })),
        { value: 'new', label: t('person.new') },
        { value: later, label: t('person.later'), help: t('person.laterHelp') },
      ]}
    />
  );
}
