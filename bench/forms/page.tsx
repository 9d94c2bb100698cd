import Form from '@rjsf/core';
import validator from '@rjsf/validator-ajv8';
import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { AnswerForm } from '../../client/forms/answer-form.tsx';
import { startTexts } from '../../client/lib/i18n.ts';
import { createQueryClient } from '../../client/lib/queries.ts';
import '../../client/app/letters.css';
import '../../client/app/styles.css';
import { localize } from '../../forms/localize.ts';
import { makeSample, type Sample } from './sample.ts';

type Shown = Window & { submitted?: () => void };

const query = new URLSearchParams(location.search);
const { form, answers } = makeSample(JSON.parse(query.get('sample') ?? '{}') as Sample);
const local = localize(form, 'ja', {});
const done = () => (window as Shown).submitted?.();

/** Plain rjsf, as its documentation begins: the default theme, checked when sent. */
function Plain() {
  const [data, setData] = useState<unknown>(answers);
  return (
    <Form
      schema={local.schema}
      uiSchema={local.uiSchema}
      formData={data}
      validator={validator}
      onChange={(state) => setData(state.formData)}
      onSubmit={done}
      noHtml5Validate
    />
  );
}

const ours = (
  <AnswerForm
    form={{ id: 'bench', number: 1, key: form.key, ...local }}
    record="bench"
    initial={answers}
    isWindowOnly
    keepDraft
    withSummary={false}
    onSubmit={async () => done()}
  />
);

await startTexts();
const router = createMemoryRouter([{ path: '*', element: query.get('with') === 'plain' ? <Plain /> : ours }]);
const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
