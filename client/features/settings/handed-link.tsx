import { useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import type { InvitationLink } from '../../lib/contract.ts';
import { formatInstant } from '../../lib/dates.ts';
import { useMunicipality } from '../../lib/municipality.tsx';

type Person = { name: string; email: string };

/** A link that has just been made, this once: to copy, or to print as a sheet for the person. */
export function HandedLink({ link, person, onClose }: { link: InvitationLink; person: Person; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = () =>
    void navigator.clipboard.writeText(link.link).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <div className="space-y-6">
      <Notice tone="success" announce title={t('link.made', { name: person.name })}>
        <p>{t('link.once')}</p>
        <p>{t('link.until', { until: formatInstant(link.expiresAt) })}</p>
        {link.mailed && <p>{t('link.mailed')}</p>}
      </Notice>
      <p className="rounded-4 bg-solid-gray-50 p-3 font-mono break-all select-all">{link.link}</p>
      <p role="status">{copied === null ? '' : t(copied ? 'link.copied' : 'link.notCopied')}</p>
      <div className="flex flex-wrap gap-3">
        <Button kind="primary" onPress={copy}>
          {t('link.copy')}
        </Button>
        <Button onPress={() => window.print()}>{t('link.print')}</Button>
        <Button kind="text" onPress={onClose}>
          {t('link.done')}
        </Button>
      </div>
      <Sheet link={link} person={person} />
    </div>
  );
}

/** What is printed in place of the page. */
function Sheet({ link, person }: { link: InvitationLink; person: Person }) {
  const { t } = useTranslation('settings');
  const { name } = useMunicipality();
  return createPortal(
    <div className="print-sheet" aria-hidden="true">
      <p className="text-[1.5rem] font-bold">{t('link.sheet.title', { municipality: name })}</p>
      <p>{t('link.sheet.to', { name: person.name })}</p>
      <p>{t('link.sheet.text')}</p>
      <p className="font-mono break-all">{link.link}</p>
      <p>{t('link.sheet.email', { email: person.email })}</p>
      <p>{t('link.until', { until: formatInstant(link.expiresAt) })}</p>
      <p>{t('link.sheet.secret')}</p>
    </div>,
    document.body,
  );
}
