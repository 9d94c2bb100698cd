import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { RadioGroup } from '../../components/choice-group.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/page-title.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import type { Definition, ProductUpdate } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { Differences } from './differences.tsx';

/** What a release of the product brought beside what the city has: both sides, whose counts where both changed, and taking it into the draft. */
export function UpdateSection({ definition, onTaken }: { definition: Definition; onTaken: () => void }) {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const { kind, key, update, draft } = definition;
  const at = `definitions/${kind}/${key}/update`;
  const query = useGet<ProductUpdate>(update ? api(at) : null);
  const taking = useSend();
  const dismissing = useSend();
  const [take, setTake] = useState<Record<string, 'mine' | 'theirs'>>({});
  if (!update) return null;
  const error = taking.error ?? dismissing.error;
  const seen = query.data?.hash;
  return (
    <Section id="update" title={t('update.title', { release: update.release })}>
      <p className="prose-line">{t(draft ? 'update.besideDraft' : 'update.beside')}</p>
      <Loaded query={query}>
        {({ theirs, ours, differences, base, conflicts }) => (
          <div className="space-y-6">
            <h3>{t(base === null ? 'update.differences' : 'update.theirs')}</h3>
            <Differences differences={base === null ? differences : theirs} />
            {base !== null && (
              <>
                <h3>{t('update.ours')}</h3>
                <Differences differences={ours} />
              </>
            )}
            {conflicts.map((conflict) => (
              <RadioGroup
                key={conflict.path}
                label={t('update.conflict', { place: conflict.text })}
                value={take[conflict.path] ?? 'mine'}
                onChange={(value) => setTake({ ...take, [conflict.path]: value === 'theirs' ? 'theirs' : 'mine' })}
                choices={[
                  { value: 'mine', label: t('update.mine', { value: conflict.mine ?? '―' }) },
                  { value: 'theirs', label: t('update.theirOne', { value: conflict.theirs ?? '―' }) },
                ]}
              />
            ))}
          </div>
        )}
      </Loaded>
      {error && <ProblemNotice error={error} />}
      {seen && (
        <div className="flex flex-wrap gap-3">
          <Button
            kind="primary"
            busy={taking.isPending}
            onPress={() =>
              taking.mutate(
                {
                  path: api(`${at}/take`),
                  body: { as: 'merged', take, hash: seen },
                  version: draft?.version ?? 0,
                },
                { onSuccess: onTaken },
              )
            }
          >
            {t('update.take')}
          </Button>
          <Button
            busy={dismissing.isPending}
            onPress={() => dismissing.mutate({ method: 'DELETE', path: api(at), query: { hash: seen } })}
          >
            {t('update.dismiss')}
          </Button>
        </div>
      )}
    </Section>
  );
}
