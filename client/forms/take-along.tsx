import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, ButtonLink } from '../components/button.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import type { LocalForm } from '../lib/contract.ts';
import { useOwner } from '../lib/device.ts';
import { listForms, type FormPlace } from '../lib/device-store.ts';
import { useMunicipality, usePaths } from '../lib/municipality.tsx';
import { addOfflineTexts } from '../lib/offline-texts.ts';
import { useMe } from '../lib/queries.ts';
import { canTakeAlong, takeAlong } from '../lib/take-along.ts';

addOfflineTexts();

/** Takes a form along on this device, where the city allows it. */
export function TakeAlong({ form, place }: { form: LocalForm; place: FormPlace }) {
  const { t } = useTranslation('offline');
  const city = useMunicipality();
  const { page } = usePaths();
  const { data: me } = useMe();
  const owner = useOwner();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Error | null>(null);
  const taken = useQuery({
    queryKey: ['device', 'forms', owner?.user, city.code],
    queryFn: async () => (owner?.code === city.code ? listForms(owner) : []),
  });
  if (!city.offline || !me || !canTakeAlong() || !taken.data) return null;
  const isTaken = owner?.user === me.id && taken.data.some(({ path }) => path === place.path);
  const take = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await takeAlong(me, city, place, form);
      await client.invalidateQueries({ queryKey: ['device'] });
    } catch (error) {
      setProblem(error as Error);
    }
    setBusy(false);
  };
  return (
    <section aria-label={t('title')} className="surface max-w-180 space-y-3">
      <p role="status">{t(isTaken ? 'take.done' : 'take.help')}</p>
      {problem && <ProblemNotice error={problem} />}
      {isTaken ? (
        <ButtonLink to={page('offline')}>{t('take.open')}</ButtonLink>
      ) : (
        <Button busy={busy} onPress={() => void take()}>
          {t('take.action')}
        </Button>
      )}
    </section>
  );
}
