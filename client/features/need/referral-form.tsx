import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Form } from '../../components/form.tsx';
import { Button } from '../../components/button.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { TextArea } from '../../components/text-field.tsx';
import { ApiProblem } from '../../lib/api.ts';
import type { Candidate, NeedRecord, ReferralInput } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useSend } from '../../lib/queries.ts';

type Props = {
  need: NeedRecord;
  candidate: Candidate;
  decisionId: string;
  onClose: () => void;
  onRankAgain: () => void;
};

/** Hands the need to a service, with a message. */
export function ReferralForm({ need, candidate: { service }, decisionId, onClose, onRankAgain }: Props) {
  const { t } = useTranslation('needs');
  const { api, page } = usePaths();
  const navigate = useNavigate();
  const save = useSend<{ id: string }>();
  const [message, setMessage] = useState('');
  const old = save.error instanceof ApiProblem && ['rankingOld', 'serviceClosed'].includes(save.error.problem.code);
  const submit = () => {
    const body: ReferralInput = { serviceId: service.id, decisionId, ...(message.trim() && { message }) };
    save.mutate(
      { path: api(`needs/${need.id}/referrals`), body },
      { onSuccess: () => void navigate(page(`needs/${need.id}`), { state: { sentTo: service.organisation.name } }) },
    );
  };
  return (
    <Form onSubmit={submit}>
      {save.error && <ProblemNotice error={save.error} />}
      {old && <Button onPress={onRankAgain}>{t('ranking.again')}</Button>}
      <p className="prose-line">
        {t('refer.lead', { organisation: service.organisation.name, service: service.name })}
      </p>
      <p className="prose-line">{t(need.scope === 'community' ? 'refer.toldCommunity' : 'refer.told')}</p>
      <TextArea
        label={t('refer.message')}
        help={t('refer.messageHelp')}
        required={false}
        rows={4}
        value={message}
        onChange={setMessage}
      />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" kind="primary" busy={save.isPending}>
          {t('refer.button')}
        </Button>
        <Button kind="text" onPress={onClose}>
          {t('common:action.cancel')}
        </Button>
      </div>
    </Form>
  );
}
