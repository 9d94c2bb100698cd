import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Notice } from './notice.tsx';

type Props = {
  title: string;
  /** Those that are there already, each with its page. */
  items: { id: string; text: string; to: string }[];
  children?: ReactNode;
};

/** Says that something may be there already. It may be meant: one can go on. What is there opens beside, so that nothing typed is lost. */
export function AlikeNotice({ title, items, children }: Props) {
  const { t } = useTranslation();
  if (items.length === 0) return null;
  return (
    <Notice tone="warn" announce title={title}>
      <ul className="list-disc pl-6">
        {items.map(({ id, text, to }) => (
          <li key={id}>
            <Link className="link inline-flex min-h-11 items-center" to={to} target="_blank">
              {t('alike.open', { text })}
            </Link>
          </li>
        ))}
      </ul>
      {children}
      <p>{t('alike.goOn')}</p>
    </Notice>
  );
}
