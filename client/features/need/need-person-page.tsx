import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { Form } from '../../components/form.tsx';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { Button } from '../../components/button.tsx';
import { SaveProblem } from '../../components/conflict-notice.tsx';
import { NotAllowedPage } from '../../components/error-pages.tsx';
import { AnswerList } from '../../components/key-facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import type { LikelyPeople, NeedRecord } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { PersonChoice, personSent } from './person-choice.tsx';

/** Says whose a need is that was taken in already. */
export function NeedPersonPage() {
  const { id = '' } = useParams();
  const { api } = usePaths();
  const need = useGet<NeedRecord>(api(`needs/${id}`));
  const likely = useGet<LikelyPeople>(need.data?.given ? api(`needs/${id}/likely-people`) : null);
  return (
    <Loaded query={need}>
      {(need) =>
        need.given && need.scope === 'individual' ? (
          <Loaded query={likely}>{({ items }) => <Decide need={need} likely={items} />}</Loaded>
        ) : (
          <NotAllowedPage />
        )
      }
    </Loaded>
  );
}

type Props = { need: NeedRecord; likely: LikelyPeople['items'] };

function Decide({ need, likely }: Props) {
  const { t } = useTranslation('needs');
  const { api, page } = usePaths();
  const navigate = useNavigate();
  const save = useSend();
  const [person, setPerson] = useState(need.person?.id ?? '');
  const [tried, setTried] = useState(false);
  const title = t('numbered', { number: need.number, title: need.title });
  const back = page(`needs/${need.id}`);
  const submit = () => {
    setTried(true);
    if (person === '') return;
    const sent = personSent(person);
    save.mutate(
      {
        method: 'PUT',
        path: api(`needs/${need.id}/person`),
        body: { person: sent.person ?? null },
        version: need.version,
      },
      { onSuccess: () => void navigate(back) },
    );
  };
  return (
    <Form className="max-w-180 space-y-8" onSubmit={submit}>
      <div>
        <Breadcrumb
          items={[{ name: t('list.title'), to: page('needs') }, { name: title, to: back }, { name: t('person.title') }]}
        />
        <PageTitle title={t('person.title')} lead={title} />
      </div>
      <SaveProblem error={save.error} onReload={save.reset} />
      <AnswerList answers={need.answers} />
      <PersonChoice
        likely={likely}
        value={person}
        onChange={setPerson}
        error={tried && person === '' ? t('person.undecided') : null}
      />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" kind="primary" busy={save.isPending}>
          {t('common:action.save')}
        </Button>
        <Button kind="text" onPress={() => void navigate(back)}>
          {t('common:action.cancel')}
        </Button>
      </div>
    </Form>
  );
}
