import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Form } from '../../components/form.tsx';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { CheckboxGroup, RadioGroup } from '../../components/choice-group.tsx';
import { FormEnd } from '../../components/form-end.tsx';
import { DateField } from '../../components/date-field.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Section } from '../../components/page-title.tsx';
import { TextArea, TextField } from '../../components/text-field.tsx';
import type { ConsentInput, NeedRecord } from '../../lib/contract.ts';
import { toDay } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useMe, useSend } from '../../lib/queries.ts';

const consents = ['given', 'not-given'] as const;
const scopes = ['service', 'council', 'department'] as const;
const ways = ['visit', 'phone', 'meeting', 'paper', 'other'] as const;

type Props = { need: NeedRecord };

/** What the person agreed to be told to whom; asking for it, and deciding to tell without it. */
export function ConsentPanel({ need }: Props) {
  const { t } = useTranslation('needs');
  const [open, setOpen] = useState<'ask' | 'override' | null>(null);
  if (need.consent === 'not-needed') return null;
  const given = need.consent === 'given';
  const close = () => setOpen(null);
  return (
    <Section title={t('consent.title')}>
      <div className="surface space-y-3">
        <p>
          <Badge tone={given ? 'good' : 'attention'}>{t(`consent.${need.consent}`)}</Badge>
        </p>
        <ul className="space-y-1">
          {scopes.map((scope) => (
            <li key={scope}>
              {t(`consentScope.${scope}`)}
              {'\u3000'}
              <span className="font-bold">
                {t(
                  need.overrides.includes(scope)
                    ? 'consent.overridden'
                    : need.consentedTo.includes(scope)
                      ? 'consent.may'
                      : 'consent.mayNot',
                )}
              </span>
            </li>
          ))}
        </ul>
        {!need.consentedTo.includes('service') && <p>{t('consent.missingHelp')}</p>}
        <div className="flex flex-wrap gap-3">
          {need.can['consent'] && <Button onPress={() => setOpen('ask')}>{t('consent.ask')}</Button>}
          {need.can['override'] && need.consentedTo.length < scopes.length && (
            <Button kind="text" onPress={() => setOpen('override')}>
              {t('consent.override')}
            </Button>
          )}
        </div>
      </div>
      <Dialog title={t('consent.ask')} isOpen={open === 'ask'} onClose={close}>
        <ConsentForm need={need} onClose={close} />
      </Dialog>
      <Dialog title={t('consent.override')} isOpen={open === 'override'} onClose={close}>
        <OverrideForm need={need} onClose={close} />
      </Dialog>
    </Section>
  );
}

function ConsentForm({ need, onClose }: Props & { onClose: () => void }) {
  const { t } = useTranslation('needs');
  const { data: me } = useMe();
  const [consent, setConsent] = useState<string>(need.consent);
  const [scope, setScope] = useState(need.consentScope);
  const [askedOn, setAskedOn] = useState<string | null>(() => toDay(new Date().toISOString()));
  const [askedBy, setAskedBy] = useState(me?.name ?? '');
  const [how, setHow] = useState('');
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const noScope = consent === 'given' && scope.length === 0;
  const read = (): ConsentInput | null => {
    const way = ways.find((way) => way === how);
    const said = consents.find((known) => known === consent);
    if (noScope || !said || !askedOn || askedBy.trim() === '' || !way) return null;
    return {
      consent: said,
      scope: said === 'given' ? scopes.filter((known) => scope.includes(known)) : [],
      askedOn,
      askedBy,
      how: way,
      ...(note.trim() && { note }),
    };
  };
  const lacking = (value: string | null): string | null =>
    tried && (value ?? '').trim() === '' ? t('form:issue.required') : null;
  return (
    <SendForm
      need={need}
      path="consent"
      read={read}
      onTry={() => setTried(true)}
      onClose={onClose}
      submit={t('common:action.save')}
    >
      <p className="prose-line">{t('consent.askHelp')}</p>
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
          error={tried && noScope ? t('form:issue.chooseOne') : null}
          choices={scopes.map((value) => ({ value, label: t(`consentScope.${value}`) }))}
        />
      )}
      <DateField label={t('consent.askedOn')} required value={askedOn} onChange={setAskedOn} error={lacking(askedOn)} />
      <TextField
        label={t('consent.askedBy')}
        help={t('consent.askedByHelp')}
        required
        value={askedBy}
        onChange={setAskedBy}
        error={lacking(askedBy)}
      />
      <RadioGroup
        label={t('consent.how')}
        required
        value={how}
        onChange={setHow}
        error={lacking(how)}
        choices={ways.map((value) => ({ value, label: t(`consent.way.${value}`) }))}
      />
      <TextArea label={t('consent.note')} required={false} rows={3} value={note} onChange={setNote} />
    </SendForm>
  );
}

function OverrideForm({ need, onClose }: Props & { onClose: () => void }) {
  const { t } = useTranslation('needs');
  const left = scopes.filter((scope) => !need.consentedTo.includes(scope));
  const [scope, setScope] = useState<string>(left.length === 1 ? (left[0] ?? '') : '');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const lacking = (value: string): string | null => (tried && value.trim() === '' ? t('form:issue.required') : null);
  return (
    <SendForm
      need={need}
      path="consent/override"
      read={() => (scope && reason.trim() ? { scope, reason } : null)}
      onTry={() => setTried(true)}
      onClose={onClose}
      submit={t('consent.decide')}
    >
      <p className="prose-line">{t('consent.overrideHelp')}</p>
      <RadioGroup
        label={t('consent.overrideScope')}
        required
        value={scope}
        onChange={setScope}
        error={lacking(scope)}
        choices={left.map((value) => ({ value, label: t(`consentScope.${value}`) }))}
      />
      <TextArea
        label={t('consent.reason')}
        help={t('consent.reasonHelp')}
        required
        rows={4}
        value={reason}
        onChange={setReason}
        error={lacking(reason)}
      />
    </SendForm>
  );
}

type Sending = Props & {
  path: string;
  /** What is sent; null: something is missing. */
  read: () => unknown;
  onTry: () => void;
  onClose: () => void;
  submit: string;
  children: React.ReactNode;
};

function SendForm({ need, path, read, onTry, onClose, submit, children }: Sending) {
  const { api } = usePaths();
  const save = useSend();
  const send = () => {
    onTry();
    const body = read();
    if (body !== null)
      save.mutate({ path: api(`needs/${need.id}/${path}`), body, version: need.version }, { onSuccess: onClose });
  };
  return (
    <Form onSubmit={send}>
      {children}
      <FormEnd save={save} label={submit} onCancel={onClose} />
    </Form>
  );
}
