import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Switch } from '../components/switch.tsx';
import type { LocalForm } from '../lib/contract.ts';

const store = 'sasaeai.easy';
const choices = ['ja', 'easy'] as const;

/** A form in the words that are chosen, where it has others: the choice holds on this device, for every form that has plain ones. */
export function useWords(form: LocalForm): { form: LocalForm; isEasy: boolean; setEasy: (isEasy: boolean) => void } {
  const [chosen, setChosen] = useState<boolean>();
  const isEasy = form.easy !== undefined && (chosen ?? localStorage.getItem(store) !== null);
  const worded = useMemo(() => (isEasy ? { ...form, furigana: undefined, ...form.easy } : form), [form, isEasy]);
  return {
    form: worded,
    isEasy,
    setEasy: (next) => {
      if (next) localStorage.setItem(store, '1');
      else localStorage.removeItem(store);
      setChosen(next);
    },
  };
}

/** 日本語 ⇄ やさしい日本語. What is typed stays. */
export function WordsSwitch({ isEasy, setEasy }: { isEasy: boolean; setEasy: (isEasy: boolean) => void }) {
  const { t } = useTranslation('form');
  return (
    <Switch
      label={t('words.label')}
      all={choices}
      value={isEasy ? 'easy' : 'ja'}
      onChange={(choice) => setEasy(choice === 'easy')}
      say={(choice) => t(`words.${choice}`)}
    />
  );
}
