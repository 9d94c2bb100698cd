import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Form } from '../../components/form.tsx';
import { Button, ButtonLink } from '../../components/button.tsx';
import { CheckboxGroup, RadioGroup } from '../../components/choice-group.tsx';
import { ComboBox } from '../../components/combo-box.tsx';
import { SaveProblem } from '../../components/conflict-notice.tsx';
import { DateField } from '../../components/date-field.tsx';
import { Notice } from '../../components/notice.tsx';
import { TextField } from '../../components/text-field.tsx';
import { isNamedAlike } from '../../lib/alike.ts';
import type { CouncilRecord, Member, Organisation, Page } from '../../lib/contract.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';

const roles = ['member', 'chair', 'vice-chair', 'coordinator'] as const;
type Role = (typeof roles)[number];

/** The terms that end when somebody takes a role: another seat of their own, and the chair's of before. */
const endedBy = (members: Member[], person: string | null, role: Role): Member[] =>
  role === 'coordinator'
    ? []
    : members.filter(
        (other) =>
          other.current &&
          other.role !== 'coordinator' &&
          (other.person === person ? other.role !== role : role === 'chair' && other.role === 'chair'),
      );

/** Adds a person to a council, gives one a further role (`person`), or corrects an entry; an end date ends the term. */
export function MemberForm({
  council,
  entry,
  person,
  onRemove,
  onClose,
}: {
  council: CouncilRecord;
  entry: Member | null;
  person: Member | null;
  onRemove: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation('councils');
  const { api, page } = usePaths();
  const { today } = useMunicipality();
  const organisations = useGet<Page<Organisation>>(api('organisations'), { limit: 200 });
  const save = useSend();
  const known = entry ?? person;
  const [answers, setAnswers] = useState({
    name: known?.name ?? '',
    nameKana: known?.nameKana ?? '',
    role: entry?.role ?? (person ? 'coordinator' : 'member'),
    organisationId: known?.organisation?.id ?? null,
    heldByBody: entry?.heldByBody ?? false,
    startsOn: entry?.startsOn ?? (today as string | null),
    endsOn: entry?.endsOn ?? null,
  });
  /** Ids of terms that go on all the same. */
  const [going, setGoing] = useState<string[]>([]);
  const [tried, setTried] = useState(false);
  const body =
    known?.organisation?.id === answers.organisationId
      ? known?.organisation
      : organisations.data?.items.find(({ id }) => id === answers.organisationId);
  const mayHold = answers.role === 'coordinator' && body !== undefined && body !== null;
  const given = { ...answers, heldByBody: mayHold && answers.heldByBody };
  const lacking = t('form:issue.required');
  const taken = entry ? [] : endedBy(council.members, person?.person ?? null, answers.role);
  const ends = taken.map(({ id }) => id).filter((id) => !going.includes(id));
  const alike = known ? undefined : council.members.find((member) => isNamedAlike(member.name, answers.name));
  const submit = () => {
    setTried(true);
    if (!answers.name.trim() || !answers.startsOn) return;
    if (entry)
      save.mutate(
        {
          method: 'PATCH',
          path: api(`councils/${council.id}/members/${entry.id}`),
          version: entry.version,
          body: given,
        },
        { onSuccess: onClose },
      );
    else
      save.mutate(
        {
          path: api(`councils/${council.id}/members`),
          body: { ...given, ends, person: person?.person ?? null },
        },
        { onSuccess: onClose },
      );
  };
  return (
    <Form onSubmit={submit}>
      <SaveProblem error={save.error} onReload={save.reset} />
      {!person && (
        <>
          <TextField
            label={t('members.name')}
            required
            value={answers.name}
            onChange={(name) => setAnswers({ ...answers, name })}
            error={tried && !answers.name.trim() ? lacking : null}
          />
          {alike && (
            <Notice tone="warn" announce title={t('members.alike', { name: alike.name })}>
              <p>{t('members.alikeHelp')}</p>
            </Notice>
          )}
          <TextField
            label={t('members.kana')}
            required={false}
            value={answers.nameKana}
            onChange={(nameKana) => setAnswers({ ...answers, nameKana })}
          />
        </>
      )}
      <RadioGroup
        label={t('members.role')}
        required
        value={answers.role}
        onChange={(value) => setAnswers({ ...answers, role: roles.find((role) => role === value) ?? 'member' })}
        choices={roles.map((role) => ({ value: role, label: t(`memberRole.${role}`) }))}
      />
      {!person && organisations.data && (
        <ComboBox
          label={t('members.organisation')}
          required={false}
          value={answers.organisationId ?? ''}
          onChange={(organisationId) => setAnswers({ ...answers, organisationId: organisationId || null })}
          choices={organisations.data.items.map((organisation) => ({
            value: organisation.id,
            label: organisation.name,
          }))}
        />
      )}
      {mayHold && (
        <RadioGroup
          label={t('members.holder')}
          required
          value={answers.heldByBody ? 'body' : 'person'}
          onChange={(value) => setAnswers({ ...answers, heldByBody: value === 'body' })}
          choices={[
            { value: 'person', label: t('members.holderPerson') },
            { value: 'body', label: t('members.holderBody', { body: body.name }) },
          ]}
        />
      )}
      <DateField
        label={t('members.startsOn')}
        required
        value={answers.startsOn}
        onChange={(startsOn) => setAnswers({ ...answers, startsOn })}
        error={tried && !answers.startsOn ? lacking : null}
      />
      <DateField
        label={t('members.endsOn')}
        required={false}
        value={answers.endsOn}
        onChange={(endsOn) => setAnswers({ ...answers, endsOn })}
      />
      {taken.length > 0 && (
        <CheckboxGroup
          label={t('members.ends')}
          help={t('members.endsHelp')}
          required={false}
          value={ends}
          onChange={(chosen) => setGoing(taken.map(({ id }) => id).filter((id) => !chosen.includes(id)))}
          choices={taken.map((member) => ({
            value: member.id,
            label: t('members.endsOne', { name: member.name, role: t(`memberRole.${member.role}`) }),
          }))}
        />
      )}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" kind="primary" busy={save.isPending}>
          {t('common:action.save')}
        </Button>
        <Button kind="text" onPress={onClose}>
          {t('common:action.cancel')}
        </Button>
        {entry && (
          <ButtonLink to={page(`handovers/new?council=${council.id}&member=${entry.id}`)}>
            {t('members.handOver')}
          </ButtonLink>
        )}
        {entry && (
          <Button kind="danger" onPress={onRemove}>
            {t('members.remove')}
          </Button>
        )}
      </div>
    </Form>
  );
}
