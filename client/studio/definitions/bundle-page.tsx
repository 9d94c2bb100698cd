import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Form } from '../../components/form.tsx';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Checkbox, CheckboxGroup, RadioGroup } from '../../components/choice-group.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { describedBy, FieldFrame } from '../../components/field.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page-title.tsx';
import { ProblemNotice } from '../../components/problem-notice.tsx';
import { getFile } from '../../lib/api.ts';
import type { BundlePlan, BundleTaken, Definition } from '../../lib/contract.ts';
import { formatInstant } from '../../lib/dates.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { saveFile } from '../../lib/save-file.ts';
import { Differences } from '../kit/differences.tsx';
import { ForEditors, StudioTitle } from '../kit/studio-title.tsx';

const kinds = ['form', 'rules', 'workflow', 'register'] as const;

/** Forms, rules, workflows and registers out of the city as one file, and out of such a file into drafts. */
export function BundlePage() {
  const { t } = useTranslation('bundles');
  return (
    <ForEditors>
      <div className="space-y-10">
        <StudioTitle title={t('title')} of="form" lead={t('lead')} />
        <Export />
        <Import />
      </div>
    </ForEditors>
  );
}

function Export() {
  const { t } = useTranslation('bundles');
  const { api } = usePaths();
  const [what, setWhat] = useState('all');
  const [chosen, setChosen] = useState<string[]>([]);
  const [wrong, setWrong] = useState<string | null>(null);
  const lists = {
    form: useGet<Definition[]>(what === 'some' ? api('definitions/form') : null),
    rules: useGet<Definition[]>(what === 'some' ? api('definitions/rules') : null),
    workflow: useGet<Definition[]>(what === 'some' ? api('definitions/workflow') : null),
    register: useGet<Definition[]>(what === 'some' ? api('definitions/register') : null),
  };
  const saving = useMutation({
    mutationFn: async () => {
      const { name, content } = await getFile(api('bundles'), what === 'some' ? { definition: chosen } : {});
      saveFile(name, content, content.type);
    },
  });
  const save = () => {
    const isNothing = what === 'some' && chosen.length === 0;
    setWrong(isNothing ? t('choose') : null);
    if (!isNothing) saving.mutate();
  };
  return (
    <Section title={t('export')}>
      <Form onSubmit={save}>
        <RadioGroup
          label={t('what')}
          value={what}
          onChange={setWhat}
          error={wrong}
          choices={[
            { value: 'all', label: t('all') },
            { value: 'some', label: t('some'), help: t('someHelp') },
          ]}
        />
        {what === 'some' &&
          kinds.map((kind) => (
            <Loaded key={kind} query={lists[kind]}>
              {(list) => {
                const choices = list
                  .filter(({ current }) => current > 0)
                  .map(({ key, name }) => ({ value: `${kind}/${key}`, label: name }));
                const others = chosen.filter((name) => !choices.some(({ value }) => value === name));
                return (
                  <CheckboxGroup
                    label={t(`settings:definitionKind.${kind}`)}
                    value={chosen}
                    choices={choices}
                    onChange={(value) => setChosen([...others, ...value])}
                  />
                );
              }}
            </Loaded>
          ))}
        {saving.error && <ProblemNotice error={saving.error} />}
        <Button type="submit" busy={saving.isPending}>
          {t('save')}
        </Button>
      </Form>
    </Section>
  );
}

function Import() {
  const { t } = useTranslation('bundles');
  const { api, page } = usePaths();
  const id = useId();
  const sending = useSend<BundlePlan>();
  const [plan, setPlan] = useState<BundlePlan | null>(null);
  const [done, setDone] = useState<BundleTaken | null>(null);
  const choose = (input: HTMLInputElement) => {
    const [file] = input.files ?? [];
    setPlan(null);
    setDone(null);
    sending.reset();
    if (!file) return;
    sending.mutate(
      { path: api('bundles/files'), body: file, query: { fileName: file.name } },
      { onSuccess: (plan) => setPlan(plan) },
    );
  };
  /** Whose it is, and how much of it is here already. */
  const sayPlan = ({ from, made, definitions, codes }: BundlePlan): string => {
    const same = definitions.filter(({ standing }) => standing === 'same').length;
    const isSame = [...definitions, ...codes].every(({ standing }) => standing === 'same');
    return [
      t('from', { name: from.name, code: from.code, at: formatInstant(made) }),
      isSame ? t('allSame') : same > 0 ? t('sameCount', { count: same }) : '',
    ].join(' ');
  };
  return (
    <Section title={t('import')}>
      <FieldFrame label={t('file')} help={t('fileHelp')} controlId={id}>
        <input
          id={id}
          type="file"
          accept=".zip,application/zip"
          className="box"
          aria-describedby={describedBy(id, t('fileHelp'), null)}
          onChange={(event) => choose(event.target)}
          // The same file may be chosen once more.
          onClick={(event) => (event.currentTarget.value = '')}
        />
      </FieldFrame>
      <p role="status" className="text-solid-gray-700">
        {sending.isPending && t('reading')}
        {plan && !done && sayPlan(plan)}
      </p>
      {sending.error && <ProblemNotice error={sending.error} />}
      {plan && !done && <Plan key={plan.fileId} plan={plan} onDone={setDone} />}
      {done && (
        <Notice tone="success" announce title={t('done', { definitions: done.definitions, codes: done.codes })}>
          {done.definitions > 0 && <p>{t('doneHelp')}</p>}
          <p>
            <Link className="link" to={page('settings/definitions')}>
              {t('toDrafts')}
            </Link>
          </p>
        </Notice>
      )}
    </Section>
  );
}

type Planned = BundlePlan['definitions'][number];
type PlannedCode = BundlePlan['codes'][number];
const nameOf = ({ kind, key }: Planned): string => `${kind}/${key}`;
/** What is done to an entry that is chosen. */
const codeWords: Record<PlannedCode['standing'], string> = {
  new: 'codeNew',
  changed: 'codeChanged',
  retired: 'codeBack',
  same: '',
  unknown: '',
};
const nameOfCode = ({ list, key }: PlannedCode): string => `${list}/${key}`;

/** What the file would bring. What is another here is chosen from the start, unless it would take a draft's place or rename something. */
function Plan({ plan, onDone }: { plan: BundlePlan; onDone: (done: BundleTaken) => void }) {
  const { t } = useTranslation('bundles');
  const { api } = usePaths();
  const taking = useSend<BundleTaken>();
  const definitions = plan.definitions.filter(({ standing }) => standing !== 'same');
  const codes = plan.codes.filter(({ standing }) => standing !== 'same' && standing !== 'unknown');
  const unknown = plan.codes.filter(({ standing }) => standing === 'unknown');
  const [chosen, setChosen] = useState(() => definitions.filter(({ draft }) => !draft).map(nameOf));
  const [chosenCodes, setChosenCodes] = useState(() =>
    codes.filter(({ standing }) => standing === 'new').map(nameOfCode),
  );
  const [wrong, setWrong] = useState<string | null>(null);
  const toggle = (name: string, isChosen: boolean) =>
    setChosen((before) => (isChosen ? [...before, name] : before.filter((other) => other !== name)));
  const take = () => {
    const isNothing = chosen.length + chosenCodes.length === 0;
    setWrong(isNothing ? t('nothing') : null);
    if (isNothing) return;
    taking.mutate(
      {
        path: api('bundles'),
        body: {
          fileId: plan.fileId,
          definitions: definitions
            .filter((planned) => chosen.includes(nameOf(planned)))
            .map(({ kind, key, version }) => ({ kind, key, version })),
          codes: codes
            .filter((code) => chosenCodes.includes(nameOfCode(code)))
            .map(({ list, key, version }) => ({ list, key, version })),
        },
      },
      { onSuccess: onDone },
    );
  };
  return (
    <Form className="space-y-8" onSubmit={take}>
      {definitions.length > 0 && (
        <fieldset className="space-y-3">
          <legend className="font-bold">{t('take')}</legend>
          <p className="text-solid-gray-700">{t('takeHelp')}</p>
          <ul className="space-y-3">
            {definitions.map((planned) => (
              <li key={nameOf(planned)} className="rounded-8 border border-solid-gray-300 p-4">
                <PlannedDefinition
                  planned={planned}
                  isChosen={chosen.includes(nameOf(planned))}
                  onChange={(isChosen) => toggle(nameOf(planned), isChosen)}
                />
              </li>
            ))}
          </ul>
        </fieldset>
      )}
      {codes.length > 0 && (
        <CheckboxGroup
          label={t('codes')}
          help={t('codesHelp')}
          value={chosenCodes}
          onChange={setChosenCodes}
          choices={codes.map((code) => ({
            value: nameOfCode(code),
            label: t(codeWords[code.standing], {
              name: code.name,
              here: code.here ?? '',
              list: t(`settings:codeList.${code.list}`),
            }),
          }))}
        />
      )}
      {unknown.length > 0 && (
        <Notice title={t('unknown')}>
          <p>{unknown.map(({ name }) => name).join(t('common:list.separator'))}</p>
        </Notice>
      )}
      {wrong && <Notice tone="error" announce title={wrong} />}
      {taking.error && <ProblemNotice error={taking.error} />}
      {definitions.length + codes.length > 0 && (
        <Button type="submit" kind="primary" busy={taking.isPending}>
          {t('apply')}
        </Button>
      )}
    </Form>
  );
}

function PlannedDefinition({
  planned: { kind, name, standing, draft, differences },
  isChosen,
  onChange,
}: {
  planned: Planned;
  isChosen: boolean;
  onChange: (isChosen: boolean) => void;
}) {
  const { t } = useTranslation('bundles');
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <Checkbox
          label={t('item', { kind: t(`settings:definitionKind.${kind}`), name })}
          value={isChosen}
          onChange={onChange}
        />
        <Badge tone={standing === 'new' ? 'accent' : 'neutral'}>{t(`standing.${standing}`)}</Badge>
      </div>
      {draft && (
        <p className="text-orange-1000">
          {t(draft.savedBy ? 'draftOpen' : 'draftOpenNobody', {
            by: draft.savedBy,
            at: formatInstant(draft.savedAt),
          })}
        </p>
      )}
      {differences === null && <p>{t('untold')}</p>}
      {differences !== null && differences.length > 0 && (
        <Disclosure title={t('differences', { count: differences.length })}>
          <Differences differences={differences} />
        </Disclosure>
      )}
    </div>
  );
}
