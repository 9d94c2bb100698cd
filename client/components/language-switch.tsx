import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { send } from '../lib/api.ts';
import { setLanguage } from '../lib/i18n.ts';
import { meKey } from '../lib/queries.ts';

/** 日本語 ⇄ English: kept on this device, and with the account when signed in. */
export function LanguageSwitch() {
  const { i18n } = useTranslation();
  const client = useQueryClient();
  const other = i18n.language === 'ja' ? 'en' : 'ja';
  const change = async () => {
    await setLanguage(other);
    if (client.getQueryData(meKey)) await send('PATCH', '/me', { language: other }).catch(() => undefined);
    await client.invalidateQueries();
  };
  return (
    <button
      type="button"
      lang={other}
      onClick={() => void change()}
      className="link inline-flex min-h-11 items-center px-2"
    >
      {other === 'en' ? 'English' : '日本語'}
    </button>
  );
}
