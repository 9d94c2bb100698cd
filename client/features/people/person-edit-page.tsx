import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { Form } from '../../components/form.tsx';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { Button } from '../../components/button.tsx';
import { SaveProblem } from '../../components/conflict-notice.tsx';
import { DateField } from '../../components/date-field.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import { listAreaChoices } from '../../lib/choices.ts';
import type { PersonPatch, PersonRecord } from '../../lib/contract.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { useRecordForm } from '../../lib/use-record-form.ts';

/** Corrects what is known of a resident. */
export function PersonEditPage() {
  const { id = '' } = useParams();
  const { api } = usePaths();
  const person = useGet<PersonRecord>(api(`people/${id}`));
  return <Loaded query={person}>{(person) => <Edit person={person} />}</Loaded>;
}

function Edit({ person }: { person: PersonRecord }) {
  const { t } = useTranslation('people');
  const { areas } = useMunicipality();
  const { api, page } = usePaths();
  const navigate = useNavigate();
  const save = useSend();
  const back = page(`people/${person.id}`);
  const required = t('form:issue.required');
  const form = useRecordForm({
    draft: `person.${person.id}.${person.version}`,
    initial: {
      name: person.name,
      kana: person.kana,
      birth: person.birth ?? '',
      telephone: person.telephone ?? '',
      areaId: person.area.id,
    },
    check: (values) => ({
      ...(values.name.trim() === '' && { name: required }),
      ...(values.kana.trim() === '' && { kana: required }),
      ...(values.areaId === '' && { areaId: required }),
    }),
  });
  const { values, change, errors } = form;
  const labels = {
    name: t('field.name'),
    kana: t('field.kana'),
    birth: t('field.birth'),
    telephone: t('field.telephone'),
    areaId: t('field.area'),
  };
  const field = (name: keyof typeof labels) => ({ id: `person-${name}`, label: labels[name], error: errors[name] });
  const text = (name: keyof typeof labels) => ({
    ...field(name),
    value: values[name],
    onChange: (value: string) => change({ [name]: value }),
  });
  const send = async ({ birth, telephone, ...rest }: typeof values) => {
    const body: PersonPatch = { ...rest, birth: birth || null, telephone: telephone.trim() || null };
    await save.mutateAsync({ method: 'PATCH', path: api(`people/${person.id}`), body, version: person.version });
    void navigate(back);
  };
  const choices = listAreaChoices(areas);
  return (
    <Form
      className="max-w-180 space-y-8"
      onSubmit={() => void form.submit(send)}
      onHeld={form.hold}
      errors={(Object.keys(labels) as (keyof typeof labels)[]).flatMap((name) =>
        errors[name] ? [{ id: `person-${name}`, label: labels[name], message: errors[name] }] : [],
      )}
      head={
        <div>
          <Breadcrumb
            items={[
              { name: t('list.title'), to: page('people') },
              { name: t('numbered', { number: person.number, name: person.name }), to: back },
              { name: t('edit.title') },
            ]}
          />
          <PageTitle title={t('edit.title')} lead={t('edit.lead')} />
        </div>
      }
    >
      <SaveProblem error={form.problem} onReload={form.clearProblem} />
      <div className="space-y-6">
        <TextField {...text('name')} required maxLength={200} />
        <TextField {...text('kana')} required maxLength={200} />
        <DateField
          {...field('birth')}
          required={false}
          value={values.birth || null}
          onChange={(day) => change({ birth: day ?? '' })}
        />
        <TextField {...text('telephone')} required={false} type="tel" maxLength={50} />
        <Select
          {...text('areaId')}
          required
          choices={
            choices.some((choice) => choice.value === person.area.id)
              ? choices
              : [...choices, { value: person.area.id, label: person.area.name }]
          }
        />
      </div>
      <div className="flex flex-wrap gap-3">
        <Button type="submit" kind="primary" busy={save.isPending}>
          {t('common:action.save')}
        </Button>
        <Button
          kind="text"
          onPress={() => {
            form.forget();
            void navigate(back);
          }}
        >
          {t('common:action.cancel')}
        </Button>
      </div>
    </Form>
  );
}
