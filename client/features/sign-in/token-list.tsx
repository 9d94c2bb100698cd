import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Form } from '../../components/form.tsx';
import { Button } from '../../components/button.tsx';
import { CheckboxGroup, RadioGroup } from '../../components/choice-group.tsx';
import { DateField } from '../../components/date-field.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { FormEnd } from '../../components/form-end.tsx';
import { TextField } from '../../components/text-field.tsx';
import { TokenTable } from '../../components/token-table.tsx';
import type { Token, TokenCreated, TokenInput } from '../../lib/contract.ts';
import { useGet, useSend } from '../../lib/queries.ts';

/** Personal access tokens for scripts: make one, see it once, take it back. */
export function TokenList() {
  const { t } = useTranslation('session');
  const tokens = useGet<Token[]>('/me/tokens');
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<TokenCreated | null>(null);
  return (
    <div className="space-y-4">
      <p className="prose-line">{t('tokens.help')}</p>
      {made && (
        <Notice tone="success" announce title={t('tokens.made', { name: made.name })}>
          <p>{t('tokens.once')}</p>
          <p className="rounded-4 bg-solid-gray-50 p-3 font-mono break-all select-all">{made.secret}</p>
        </Notice>
      )}
      <Loaded query={tokens} lines={2}>
        {(list) => <TokenTable path="/me/tokens" tokens={list} />}
      </Loaded>
      <Button onPress={() => setAdding(true)}>{t('tokens.add')}</Button>
      <Dialog title={t('tokens.add')} isOpen={adding} onClose={() => setAdding(false)}>
        <TokenForm
          onMade={(token) => {
            setMade(token);
            setAdding(false);
          }}
          onCancel={() => setAdding(false)}
        />
      </Dialog>
    </div>
  );
}

type TokenKind = NonNullable<TokenInput['kinds']>[number];

/** What a token can be for: the contract's kinds, each of them once; the compiler misses one that is left out. */
const offered: Record<TokenKind, true> = {
  needs: true,
  people: true,
  referrals: true,
  services: true,
  organisations: true,
  councils: true,
  meetings: true,
  tasks: true,
  handovers: true,
  findings: true,
  proposals: true,
  records: true,
  paper: true,
  rules: true,
  definitions: true,
  imports: true,
  home: true,
  settings: true,
  audit: true,
  municipality: true,
};
const kindsOffered = Object.keys(offered) as TokenKind[];

function TokenForm({ onMade, onCancel }: { onMade: (token: TokenCreated) => void; onCancel: () => void }) {
  const { t } = useTranslation('session');
  const create = useSend<TokenCreated>();
  const [name, setName] = useState('');
  const [expiresOn, setExpiresOn] = useState<string | null>(null);
  const [scope, setScope] = useState('read');
  const [kinds, setKinds] = useState<string[]>([]);
  const [tried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    if (name.trim())
      create.mutate(
        {
          path: '/me/tokens',
          body: { name, scope, ...(expiresOn && { expiresOn }), ...(kinds.length > 0 && { kinds }) },
        },
        { onSuccess: onMade },
      );
  };
  return (
    <Form onSubmit={submit}>
      <TextField
        label={t('tokens.name')}
        required
        help={t('tokens.nameHelp')}
        value={name}
        onChange={setName}
        error={tried && !name.trim() ? t('form:issue.required') : null}
      />
      <RadioGroup
        label={t('tokens.scope')}
        required
        value={scope}
        onChange={setScope}
        choices={(['read', 'write'] as const).map((value) => ({ value, label: t(`tokens.scopes.${value}`) }))}
      />
      <CheckboxGroup
        label={t('tokens.kinds')}
        help={t('tokens.kindsHelp')}
        required={false}
        value={kinds}
        onChange={setKinds}
        choices={kindsOffered.map((kind) => ({ value: kind, label: t(`tokens.kind.${kind}`) }))}
      />
      <DateField
        label={t('tokens.expires')}
        help={t('tokens.expiresHelp')}
        required={false}
        value={expiresOn}
        onChange={setExpiresOn}
      />
      <FormEnd save={create} label={t('tokens.create')} onCancel={onCancel} />
    </Form>
  );
}
