import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { CheckboxGroup, RadioGroup } from '../../components/choice-group.tsx';
import { ConflictNotice, isConflict } from '../../components/conflict-notice.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Section } from '../../components/page-title.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import type { NeedRecord } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { onSubmit } from '../../lib/on-submit.ts';
import { useSend } from '../../lib/queries.ts';

const consents = ['given', 'not-given'] as const;
const scopes = ['service', 'council', 'department'] as const;

/** What the person agreed to be told to whom, and changing it. */
export function ConsentPanel({ need, onReload }: { need: NeedRecord; onReload: () => void }) {
  const { t } = useTranslation('needs');
  const [changing, setChanging] = useState(false);
  if (need.consent === 'not-needed') return null;
  const given = need.consent === 'given';
  return (
    <Section title={t('consent.title')}>
      <div className="surface space-y-3">
        <p>
          <Badge tone={given ? 'good' : 'attention'}>{t(`consent.${need.consent}`)}</Badge>
        </p>
        {given && need.consentScope.length > 0 && (
          <div>
            <p className="text-dns-14N-130 text-solid-gray-700">{t('consent.scope')}</p>
            <ul className="list-disc pl-6">
              {need.consentScope.map((scope) => (
                <li key={scope}>{t(`consentScope.${scope}`, scope)}</li>
              ))}
            </ul>
          </div>
        )}
        {!given && <p>{t('consent.missingHelp')}</p>}
        {need.can['edit'] && need.given && <Button onPress={() => setChanging(true)}>{t('consent.change')}</Button>}
      </div>
      <Dialog title={t('consent.change')} isOpen={changing} onClose={() => setChanging(false)}>
        <ConsentForm need={need} onReload={onReload} onClose={() => setChanging(false)} />
      </Dialog>
    </Section>
  );
}

function ConsentForm({ need, onReload, onClose }: { need: NeedRecord; onReload: () => void; onClose: () => void }) {
  const { t } = useTranslation('needs');
  const { api } = usePaths();
  const save = useSend();
  const [consent, setConsent] = useState<string>(need.consent);
  const [scope, setScope] = useState(need.consentScope);
  const [tried, setTried] = useState(false);
  const lacking = consent === 'given' && scope.length === 0;
  const submit = () => {
    setTried(true);
    if (lacking) return;
    const { consentScope: _before, ...given } = need.given ?? {};
    const answers = { ...given, consent, ...(consent === 'given' && { consentScope: scope }) };
    save.mutate(
      { method: 'PATCH', path: api(`needs/${need.id}`), body: { answers }, version: need.version },
      { onSuccess: onClose },
    );
  };
  return (
    <form noValidate className="space-y-6" onSubmit={onSubmit(submit)}>
      {isConflict(save.error) ? (
        <ConflictNotice
          problem={save.error}
          onReload={() => {
            save.reset();
            onReload();
          }}
        />
      ) : (
        save.error && <ProblemNotice error={save.error} />
      )}
      <p className="prose-line">{t('consent.changeHelp')}</p>
      <RadioGroup
        label={t('consent.title')}
        required
        value={consent}
        onChange={setConsent}
        choices={consents.map((value) => ({ value, label: t(`consent.${value}`) }))}
      />
      {consent === 'given' && (
        <CheckboxGroup
          label={t('consent.scope')}
          required
          value={scope}
          onChange={setScope}
          error={tried && lacking ? t('form:issue.chooseOne') : null}
          choices={scopes.map((value) => ({ value, label: t(`consentScope.${value}`) }))}
        />
      )}
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
