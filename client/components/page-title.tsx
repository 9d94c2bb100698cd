import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

type Props = {
  title: string;
  /** A badge or a small word beside it. */ aside?: ReactNode;
  /** The one or two actions of the page. */ actions?: ReactNode;
  lead?: ReactNode;
};

/** The page's one h1. It names the window and takes the focus when the page is new, so that a reader starts here. */
export function PageTitle({ title, aside, actions, lead }: Props) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} | ${t('product')}`;
  }, [title, t]);
  useEffect(() => {
    if (document.activeElement === document.body || document.activeElement?.closest('[data-nav]'))
      heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-4">
      <div className="min-w-0 space-y-2">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {aside}
        </div>
        {lead && <div className="prose-line">{lead}</div>}
      </div>
      {actions && <div className="flex flex-wrap gap-3">{actions}</div>}
    </div>
  );
}

/** A part of a page with its h2. */
export function Section({
  title,
  actions,
  children,
  id,
}: {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
  id?: string;
}) {
  return (
    <section className="space-y-4" id={id}>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <h2>{title}</h2>
        {actions && <div className="flex flex-wrap gap-3">{actions}</div>}
      </div>
      {children}
    </section>
  );
}
