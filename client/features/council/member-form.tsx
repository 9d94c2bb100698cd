import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { RadioGroup } from '../../components/choice-group.tsx';
import { ComboBox } from '../../components/combo-box.tsx';
import { ConflictNotice, isConflict } from '../../components/conflict-notice.tsx';
import { DateField } from '../../components/date-field.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { Member, Organisation, Page } from '../../lib/contract.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { onSubmit } from '../../lib/on-submit.ts';
import { useGet, useSend } from '../../lib/queries.ts';

const roles = ['member', 'chair', 'vice-chair', 'coordinator'] as const;

/** Adds a person to a council, or corrects one; an end date ends the term. */
export function MemberForm({
  councilId,
  member,
  onClose,
}: {
  councilId: string;
  member: Member | null;
  onClose: () => void;
}) {
  const { t } = useTranslation('councils');
  const { api } = usePaths();
  const { today } = useMunicipality();
  const organisations = useGet<Page<Organisation>>(api('organisations'), { limit: 200 });
  const save = useSend();
  const [answers, setAnswers] = useState({
    name: member?.name ?? '',
    nameKana: member?.nameKana ?? '',
    role: member?.role ?? 'member',
    organisationId: member?.organisation?.id ?? null,
    startsOn: member?.startsOn ?? (today as string | null),
    endsOn: member?.endsOn ?? null,
  });
  const [tried, setTried] = useState(false);
  const lacking = t('form:issue.required');
  const submit = () => {
    setTried(true);
    if (!answers.name.trim() || !answers.startsOn) return;
    const write = member
      ? { method: 'PATCH' as const, path: api(`councils/${councilId}/members/${member.id}`), version: member.version }
      : { path: api(`councils/${councilId}/members`) };
    save.mutate({ ...write, body: answers }, { onSuccess: onClose });
  };
  return (
    <form noValidate className="space-y-6" onSubmit={onSubmit(submit)}>
      {isConflict(save.error) ? (
        <ConflictNotice problem={save.error} onReload={onClose} />
      ) : (
        save.error && <ProblemNotice error={save.error} />
      )}
      <TextField
        label={t('members.name')}
        required
        value={answers.name}
        onChange={(name) => setAnswers({ ...answers, name })}
        error={tried && !answers.name.trim() ? lacking : null}
      />
      <TextField
        label={t('members.kana')}
        required={false}
        value={answers.nameKana}
        onChange={(nameKana) => setAnswers({ ...answers, nameKana })}
      />
      <RadioGroup
        label={t('members.role')}
        required
        value={answers.role}
        onChange={(value) => setAnswers({ ...answers, role: roles.find((role) => role === value) ?? 'member' })}
        choices={roles.map((role) => ({ value: role, label: t(`memberRole.${role}`) }))}
      />
      {organisations.data && (
        <ComboBox
          label={t('members.organisation')}
          required={false}
          value={answers.organisationId ?? ''}
          onChange={(organisationId) => setAnswers({ ...answers, organisationId: organisationId || null })}
          choices={organisations.data.items.map((one) => ({ value: one.id, label: one.name }))}
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
      <div className="flex flex-wrap gap-3">
        <Button type="submit" kind="primary" busy={save.isPending}>
          {t('common:action.save')}
        </Button>
        <Button kind="text" onPress={onClose}>
          {t('common:action.cancel')}
        </Button>
      </div>
    </form>
  );
}
