import Form from '@rjsf/core';
import validator from '@rjsf/validator-ajv8';
import { QueryClientProvider } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { AnswerForm } from '../../client/forms/answer-form.tsx';
import type { Municipality } from '../../client/lib/contract.ts';
import { startTexts } from '../../client/lib/i18n.ts';
import { MunicipalityProvider } from '../../client/lib/municipality.tsx';
import { createQueryClient } from '../../client/lib/queries.ts';
import './styles.css';
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

/** The form studio, before a server that has this form in force, no draft of it, and takes every draft. */
function answerAsServer(): void {
  const definition = { kind: 'form', key: form.key, name: form.key, current: 1, versions: [{ id: 'v1', number: 1 }] };
  const answers: [method: string, path: RegExp, body: unknown][] = [
    ['GET', /\/definitions\/form$/, [{ ...definition, draft: null }]],
    ['GET', /\/definitions\/form\/v1$/, { body: form }],
    ['PUT', /\/draft$/, { version: 1, check: { issues: [] }, savedAt: new Date().toISOString(), savedBy: null }],
  ];
  globalThis.fetch = async (address, { method = 'GET' } = {}) => {
    const path = String(address instanceof Request ? address.url : address).replace(/\?.*$/, '');
    const [, , body] = answers.find(([verb, place]) => verb === method && place.test(path)) ?? [];
    return Response.json(body ?? { code: 'notFound', status: 404, title: path }, { status: body ? 200 : 404 });
  };
}

/** Its texts come with it, once there are any. */
async function openStudio(): Promise<ReactElement> {
  answerAsServer();
  await import('../../client/lib/later-texts.ts');
  const { FormStudioPage } = await import('../../client/studio/forms/studio-page.tsx');
  return <FormStudioPage />;
}

await startTexts();
const by = query.get('with');
const shown = by === 'studio' ? await openStudio() : by === 'plain' ? <Plain /> : ours;
const city = { code: '042021', can: { 'definitions.create': true }, areas: [], codes: {} } as unknown as Municipality;
const router = createMemoryRouter(
  [
    {
      path: '/:municipality/:kind/:key',
      element: <MunicipalityProvider value={city}>{shown}</MunicipalityProvider>,
    },
  ],
  { initialEntries: [`/042021/form/${form.key}`] },
);
Object.assign(window, { begunAt: performance.now() });
const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
