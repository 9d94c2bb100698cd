import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { diffRuleSets } from '../../../rules/edit-diff.ts';
import type { FactModel } from '../../../rules/types.ts';
import { Button } from '../../components/button.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import type { RuleBody } from '../../lib/contract.ts';
import { formatInstant } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { saveFile } from '../../lib/save-file.ts';
import { openRules } from './open-studio.ts';
import { readRuleSet } from './read-rule-set.ts';
import type { Draft } from './use-draft.ts';
import { useLanguage } from './words.ts';

type Props = { draft: Draft; entryKey: string; model: FactModel | undefined };

/** Somebody else changed the draft meanwhile: what they and what one's own hand changed, side by side, and which of the two goes on. The other stays one step back. */
export function ConflictPanel({ draft, entryKey, model }: Props) {
  const { t } = useTranslation('rules');
  const { api } = usePaths();
  const found = useQuery({
    queryKey: ['rule-conflict', api(), entryKey],
    queryFn: () => openRules(api, entryKey),
    gcTime: 0,
    staleTime: Infinity,
  });
  const seen = draft.readSeen();
  return (
    <Notice tone="warn" announce title={t('save.conflict')}>
      <p>{t('conflict.help')}</p>
      <Loaded query={found}>
        {(theirs) =>
          theirs && (
            <>
              <div className="grid gap-6 sm:grid-cols-2">
                <Side
                  title={
                    theirs.opened.savedBy
                      ? t('conflict.theirs', { by: theirs.opened.savedBy, at: formatInstant(theirs.opened.savedAt) })
                      : t('conflict.published')
                  }
                  from={seen}
                  to={theirs.opened.body}
                  model={model}
                />
                <Side title={t('conflict.mine')} from={seen} to={draft.body} model={model} />
              </div>
              <div className="flex flex-wrap gap-3">
                <Button onPress={() => draft.take(theirs.opened)}>{t('conflict.take')}</Button>
                <Button onPress={() => draft.keep(theirs.opened)}>{t('conflict.keep')}</Button>
                <Button
                  kind="text"
                  onPress={() =>
                    saveFile(`${entryKey}.rules.json`, `${JSON.stringify(draft.body, null, 2)}\n`, 'application/json')
                  }
                >
                  {t('conflict.file')}
                </Button>
              </div>
            </>
          )
        }
      </Loaded>
    </Notice>
  );
}

function Side({
  title,
  from,
  to,
  model,
}: {
  title: string;
  from: RuleBody;
  to: RuleBody;
  model: FactModel | undefined;
}) {
  const { t } = useTranslation('rules');
  const language = useLanguage();
  const [before, after] = [readRuleSet(from), readRuleSet(to)];
  const changes = before && after && model ? diffRuleSets(before, after, model, language) : null;
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
            <li key={index}>{change.message}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
