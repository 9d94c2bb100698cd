import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { AnswerList } from '../../components/key-facts.tsx';
import { Notice } from '../../components/notice.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import type { Answers } from '../../forms/answer-form.tsx';
import { describeAnswers } from '../../forms/describe-answers.ts';
import type { LocalForm } from '../../lib/contract.ts';

type Props = {
  form: LocalForm;
  answers: Answers;
  error: Error | null;
  busy: boolean;
  onSend: () => void;
  onBack: () => void;
  /** False while something below is still to be decided; said when sending is tried. */
  isReady: boolean;
  /** What has to be decided before it is sent. */
  children?: ReactNode;
};

/** All that was answered, once more, before it is sent. */
export function NeedSummary({ form, answers, error, busy, onSend, onBack, isReady, children }: Props) {
  const { t } = useTranslation('needs');
  const [tried, setTried] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
    window.scrollTo(0, 0);
  }, []);
  return (
    <section className="max-w-180 space-y-6">
      <h2 ref={heading} tabIndex={-1} className="outline-none">
        {t('summary.title')}
      </h2>
      <p className="prose-line">{t('summary.lead')}</p>
      {answers['consent'] === 'not-given' && (
        <Notice tone="warn" title={t('consent.missingTitle')}>
          <p>{t('consent.missingHelp')}</p>
        </Notice>
      )}
      <AnswerList
        answers={describeAnswers(form, answers, { yes: t('yes'), no: t('no'), separator: t('common:list.separator') })}
      />
      {children}
      {tried && !isReady && <Notice tone="error" announce title={t('person.undecided')} />}
      {error && <ProblemNotice error={error} onRetry={onSend} />}
      <div className="flex flex-wrap gap-3">
        <Button
          kind="primary"
          busy={busy}
          onPress={() => {
            setTried(true);
            if (isReady) onSend();
          }}
        >
          {form.submit ?? t('summary.send')}
        </Button>
        <Button onPress={onBack}>{t('summary.back')}</Button>
      </div>
    </section>
  );
}
