import type { ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { useTranslation } from 'react-i18next';

/** Gives the components' own words (calendar, combo box) and orders the language of the page. */
export function SpokenLanguage({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation();
  return <I18nProvider locale={i18n.language === 'ja' ? 'ja-JP' : 'en-GB'}>{children}</I18nProvider>;
}
