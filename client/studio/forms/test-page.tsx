import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AnswerList } from '../../components/key-facts.tsx';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page-title.tsx';
import { AnswerForm } from '../../forms/answer-form.tsx';
import { addBuilderTexts } from '../../lib/builder-texts.ts';
import type { Definition, TestAnswers } from '../../lib/contract.ts';
import { formatInstant } from '../../lib/dates.ts';
import { useGet, useSend } from '../../lib/queries.ts';
import { SmallButton } from '../kit/action-menu.tsx';
import { useDefinitionPaths, WithDefinition } from '../kit/definition.tsx';
import { StudioTitle } from '../kit/studio-title.tsx';

addBuilderTexts();

/** A published form, filled in to see that it works: the server takes it as in earnest, and keeps it apart from every record. */
export function TestAnswersPage() {
  return <WithDefinition kind="form">{(definition) => <Test definition={definition} />}</WithDefinition>;
}

function Test({ definition }: { definition: Definition }) {
  const { t } = useTranslation('builder');
  const { page, api } = useDefinitionPaths(definition);
  const test = useGet<TestAnswers>(api('test-answers'));
  const sending = useSend();
  /** A form that was sent begins anew. */
  const [sent, setSent] = useState(0);
  return (
    <div className="max-w-180 space-y-10">
      <StudioTitle
        of="form"
        title={t('test.title')}
        between={[{ name: definition.name, to: page() }]}
        lead={t('test.lead', { number: definition.current })}
      />
      <Loaded query={test}>
        {({ form, given }) => (
          <>
            <Section title={form.name}>
              {sent > 0 && <Notice tone="success" announce title={t('test.sent')} />}
              <AnswerForm
                key={sent}
                form={form}
                record="test"
                isWindowOnly
                submitLabel={t('test.send')}
                onSubmit={async (answers) => {
                  await sending.mutateAsync({ path: api('test-answers'), body: { formId: form.id, answers } });
                  setSent((times) => times + 1);
                }}
              />
            </Section>
            <Given api={api} given={given} />
          </>
        )}
      </Loaded>
    </div>
  );
}

function Given({ api, given }: { api: (rest: string) => string; given: TestAnswers['given'] }) {
  const { t } = useTranslation('builder');
  const [discarding, setDiscarding] = useState<string | null>(null);
  return (
    <Section title={t('test.given')}>
      <p className="text-solid-gray-700">{given.length > 0 ? t('test.givenHelp') : t('test.none')}</p>
      <ul className="space-y-2">
        {given.map(({ id, at, by, number, answers }) => (
          <li key={id} className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
            <Disclosure title={t('test.of', { at: formatInstant(at), by: by ?? '', number })}>
              <AnswerList answers={answers} />
            </Disclosure>
            <SmallButton
              label={t('test.discardOne', { at: formatInstant(at) })}
              onPress={() => setDiscarding(`test-answers/${id}`)}
            >
              {t('test.discard')}
            </SmallButton>
          </li>
        ))}
      </ul>
      {given.length > 1 && <Button onPress={() => setDiscarding('test-answers')}>{t('test.discardAll')}</Button>}
      <ConfirmDialog
        title={t('test.discardTitle')}
        help={t('test.discardHelp')}
        action={t('test.discard')}
        path={discarding === null ? null : api(discarding)}
        onClose={() => setDiscarding(null)}
      />
    </Section>
  );
}
