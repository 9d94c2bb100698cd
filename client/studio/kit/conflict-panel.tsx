import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { RadioGroup } from '../../components/choice-group.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import type { DraftMerged, RuleBody } from '../../lib/contract.ts';
import { formatInstant } from '../../lib/dates.ts';
import { saveFile } from '../../lib/save-file.ts';
import type { Draft, Opened, Take } from './use-draft.ts';

type Props = {
  draft: Draft;
  fileName: string;
  /** What is different, in words; null where it cannot be told so. */
  describe?: (before: RuleBody, after: RuleBody) => string[] | null;
  /** What there is now, where the other's draft was published or given up. */
  openLatest: () => Promise<Opened | null>;
};

/** Somebody else changed the same draft meanwhile, and where both touched the same place it is asked whose counts. Nothing is lost: what is not chosen stays one step back. */
export function ConflictPanel(props: Props) {
  const { t } = useTranslation('rules');
  const { touching } = props.draft;
  return (
    <Notice tone="warn" announce intoView title={t('save.conflict')}>
      {touching?.merged ? <Touching {...props} merged={touching.merged} /> : <Gone {...props} />}
    </Notice>
  );
}

function Touching({ draft, fileName, describe, merged }: Props & { merged: DraftMerged }) {
  const { t } = useTranslation('rules');
  const [take, setTake] = useState<Take>({});
  const [error, setError] = useState<Error | null>(null);
  const [busy, setBusy] = useState(false);
  const { theirs, conflicts } = merged;
  const by = theirs.savedBy;
  const join = async () => {
    setBusy(true);
    setError(null);
    try {
      await draft.join(Object.fromEntries(conflicts.map(({ path }) => [path, take[path] ?? 'mine'])));
    } catch (thrown) {
      setError(thrown as Error);
    }
    setBusy(false);
  };
  const seen = draft.readSeen();
  return (
    <div className="space-y-6">
      <p>{t('conflict.touchHelp')}</p>
      {describe && (
        <div className="grid gap-6 sm:grid-cols-2">
          <Side
            title={t('conflict.theirs', { by, at: formatInstant(theirs.savedAt) })}
            changes={describe(seen, theirs.body)}
          />
          <Side title={t('conflict.mine')} changes={describe(seen, draft.body)} />
        </div>
      )}
      {conflicts.map((conflict) => (
        <RadioGroup
          key={conflict.path}
          label={t('conflict.place', { place: conflict.text })}
          value={take[conflict.path] ?? 'mine'}
          onChange={(value) => setTake({ ...take, [conflict.path]: value === 'theirs' ? 'theirs' : 'mine' })}
          choices={[
            { value: 'mine', label: t('conflict.mineIs', { value: conflict.mine ?? '―' }) },
            { value: 'theirs', label: t('conflict.theirsIs', { by, value: conflict.theirs ?? '―' }) },
          ]}
        />
      ))}
      {error && <ProblemNotice error={error} />}
      <div className="flex flex-wrap gap-3">
        <Button kind="primary" busy={busy} onPress={() => void join()}>
          {t('conflict.join')}
        </Button>
        <ToFile body={draft.body} fileName={fileName} />
      </div>
    </div>
  );
}

function Gone({ draft, fileName, describe, openLatest }: Props) {
  const { t } = useTranslation('rules');
  const query = useQuery({
    queryKey: ['draft-gone', draft.path],
    queryFn: openLatest,
    gcTime: 0,
    staleTime: Infinity,
  });
  const seen = draft.readSeen();
  return (
    <div className="space-y-6">
      <p>{t('conflict.help')}</p>
      <Loaded query={query}>
        {(theirs) =>
          theirs && (
            <>
              {describe && (
                <div className="grid gap-6 sm:grid-cols-2">
                  <Side title={t('conflict.published')} changes={describe(seen, theirs.body)} />
                  <Side title={t('conflict.mine')} changes={describe(seen, draft.body)} />
                </div>
              )}
              <div className="flex flex-wrap gap-3">
                <Button onPress={() => draft.take(theirs)}>{t('conflict.take')}</Button>
                <Button onPress={() => draft.keep(theirs)}>{t('conflict.keep')}</Button>
                <ToFile body={draft.body} fileName={fileName} />
              </div>
            </>
          )
        }
      </Loaded>
    </div>
  );
}

function ToFile({ body, fileName }: { body: RuleBody; fileName: string }) {
  const { t } = useTranslation('rules');
  return (
    <Button kind="text" onPress={() => saveFile(fileName, `${JSON.stringify(body, null, 2)}\n`, 'application/json')}>
      {t('conflict.file')}
    </Button>
  );
}

function Side({ title, changes }: { title: string; changes: string[] | null }) {
  const { t } = useTranslation('rules');
  return (
    <section className="space-y-2">
      <h3>{title}</h3>
      {changes === null ? (
        <p>{t('conflict.asJson')}</p>
      ) : changes.length === 0 ? (
        <p>{t('version.same')}</p>
      ) : (
        <ul className="list-disc space-y-1 pl-6">
          {changes.map((change, index) => (
            <li key={index}>{change}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
