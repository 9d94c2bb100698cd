import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Form } from '../../components/form.tsx';
import { CheckboxGroup } from '../../components/choice-group.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import type { SecondFactorDemands } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { FormEnd } from '../../components/form-end.tsx';
import { SettingsTitle } from './settings-title.tsx';

/** Of which roles two-step sign-in is demanded. */
export function SignInSettingsPage() {
  const { api } = usePaths();
  const demands = useGet<SecondFactorDemands>(api('second-factor'));
  const [saved, setSaved] = useState(0);
  return (
    <div className="max-w-200 space-y-8">
      <SettingsTitle part="sign-in" />
      <Loaded query={demands}>
        {(demands) => (
          <DemandForm
            key={`${demands.version} ${saved}`}
            demands={demands}
            saved={saved > 0}
            onSaved={() => setSaved(saved + 1)}
          />
        )}
      </Loaded>
    </div>
  );
}

function DemandForm({
  demands,
  saved,
  onSaved,
}: {
  demands: SecondFactorDemands;
  saved: boolean;
  onSaved: () => void;
}) {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const save = useSend();
  const before = demands.roles.filter((role) => role.demanded).map((role) => role.role as string);
  const [roles, setRoles] = useState(before);
  const led = demands.roles
    .filter((role) => roles.includes(role.role) && !before.includes(role.role))
    .reduce((sum, role) => sum + role.people - role.enrolled, 0);
  const submit = () =>
    save.mutate(
      { method: 'PATCH', path: api('second-factor'), version: demands.version, body: { roles } },
      { onSuccess: onSaved },
    );
  return (
    <Form onSubmit={submit}>
      {saved && <Notice tone="success" announce title={t('signIn.saved')} />}
      <CheckboxGroup
        label={t('signIn.roles')}
        help={t('signIn.rolesHelp')}
        required={false}
        value={roles}
        onChange={setRoles}
        choices={demands.roles.map((role) => ({
          value: role.role,
          label: t('signIn.role', {
            role: t(`common:role.${role.role}`),
            people: role.people,
            enrolled: role.enrolled,
          }),
        }))}
      />
      {led > 0 && (
        <Notice tone="warn" title={t('signIn.led', { count: led })}>
          {t('signIn.ledHelp')}
        </Notice>
      )}
      <FormEnd save={save} onCancel={() => setRoles(before)} />
    </Form>
  );
}
