import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { WithFurigana } from '../components/furigana.tsx';
import { Button } from '../components/button.tsx';
import { AnswerList } from '../components/key-facts.tsx';
import type { LocalForm } from '../lib/contract.ts';
import { describeAnswers } from './describe-answers.ts';
import { useTitles } from './record-field.tsx';
import type { FormPage } from './pages.ts';

/** How far one is and what the page is about. Takes the focus when another page comes, unless it was come to for what is wrong there. */
export function PageHead({
  pages,
  at,
  count,
  takesFocus,
  fallback,
}: {
  pages: FormPage[];
  at: number;
  /** How many there are, with a summary where one comes. */
  count: number;
  takesFocus: boolean;
  fallback: string;
}) {
  const { t } = useTranslation('form');
  const heading = useRef<HTMLHeadingElement>(null);
  const page = pages[at];
  const name = page?.name ?? null;
  useEffect(() => {
    if (!takesFocus) return;
    heading.current?.focus();
    heading.current?.scrollIntoView({ block: 'start' });
  }, [name, takesFocus]);
  return (
    <div className="space-y-2">
      <p className="text-dns-16N-130 text-solid-gray-700">{t('pageOf', { n: at + 1, count })}</p>
      <h2 ref={heading} tabIndex={-1} className="outline-none">
        <WithFurigana>{page ? (page.title ?? fallback) : t('checkAndSend')}</WithFurigana>
      </h2>
      {page?.help && (
        <p className="prose-line whitespace-pre-wrap">
          <WithFurigana>{page.help}</WithFurigana>
        </p>
      )}
      {!page && <p className="prose-line">{t('checkLead')}</p>}
    </div>
  );
}

type SummaryProps = {
  form: LocalForm;
  pages: FormPage[];
  answers: Record<string, unknown>;
  fallback: string;
  onMend: (page: number) => void;
};

/** All that was answered, page by page, before it is sent. */
export function PagesSummary({ form, pages, answers, fallback, onMend }: SummaryProps) {
  const { t } = useTranslation('form');
  const titleOf = useTitles();
  const words = { yes: t('drawn.YesLabel'), no: t('drawn.NoLabel'), separator: t('common:list.separator'), titleOf };
  return (
    <div className="space-y-8">
      {pages.map(({ title = fallback, fields }, index) => {
        const lines = describeAnswers(form, answers, words, (name) => fields.includes(name));
        return (
          <section key={index} className="space-y-3">
            <div className="flex flex-wrap items-center justify-between gap-3">
              <h3>
                <WithFurigana>{title}</WithFurigana>
              </h3>
              <Button kind="text" onPress={() => onMend(index)} label={t('mendPage', { title })}>
                {t('mend')}
              </Button>
            </div>
            {lines.length > 0 ? <AnswerList answers={lines} /> : <p>{t('pageEmpty')}</p>}
          </section>
        );
      })}
    </div>
  );
}
