import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Form } from '../../components/form.tsx';
import { Button } from '../../components/button.tsx';
import { Checkbox, RadioGroup } from '../../components/choice-group.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { User } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useSend } from '../../lib/queries.ts';
import { ClosingForm } from '../../record/closing-form.tsx';
import { FormEnd } from '../../components/form-end.tsx';

/** Corrects an account, or shuts it. */
export function UserForm({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const save = useSend();
  const [answers, setAnswers] = useState({
    name: user.name,
    nameKana: user.nameKana,
    language: user.language,
    disabled: user.disabled,
  });
  const [tried, setTried] = useState(false);
  const [closing, setClosing] = useState(false);
  const submit = () => {
    setTried(true);
    if (answers.name.trim())
      save.mutate(
        { method: 'PATCH', path: api(`users/${user.id}`), version: user.version, body: answers },
        { onSuccess: onClose },
      );
  };
  if (closing) return <ClosingForm kind="user" record={user} action={t('user.disable')} onClose={onClose} />;
  return (
    <Form onSubmit={submit}>
      <TextField
        label={t('user.name')}
        required
        value={answers.name}
        onChange={(name) => setAnswers({ ...answers, name })}
        error={tried && !answers.name.trim() ? t('form:issue.required') : null}
      />
      <TextField
        label={t('field.kana')}
        required={false}
        value={answers.nameKana}
        onChange={(nameKana) => setAnswers({ ...answers, nameKana })}
      />
      <RadioGroup
        label={t('user.language')}
        required
        value={answers.language}
        onChange={(value) => setAnswers({ ...answers, language: value === 'en' ? 'en' : 'ja' })}
        choices={['ja', 'en'].map((value) => ({ value, label: t(`language.${value}`) }))}
      />
      {user.disabled ? (
        <Checkbox
          label={t('user.disable')}
          help={t('user.disableHelp')}
          value={answers.disabled}
          onChange={(disabled) => setAnswers({ ...answers, disabled })}
        />
      ) : (
        <Button onPress={() => setClosing(true)}>{t('user.disable')}</Button>
      )}
      <FormEnd save={save} onCancel={onClose} />
    </Form>
  );
}
