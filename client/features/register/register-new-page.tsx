import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { AnswerForm } from '../../forms/answer-form.tsx';
import { TakeAlong } from '../../forms/take-along.tsx';
import type { LocalForm, RegisterWhole } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { useFollowUp } from '../../record/follow-up.ts';
import { useRegister } from './use-register.ts';

/** Beginning a record of a register by its form. */
export function RegisterNewPage() {
  const { register } = useRegister();
  return <Loaded query={register}>{(register) => <Beginning register={register} />}</Loaded>;
}

function Beginning({ register }: { register: RegisterWhole }) {
  const { t } = useTranslation('registers');
  const { page } = usePaths();
  const { register: key = '' } = useParams();
  const { pages, records, form: formPath } = useRegister();
  const navigate = useNavigate();
  const form = useGet<LocalForm>(formPath);
  const save = useSend<{ id: string }>();
  const follow = useFollowUp();
  const title = t('add', { one: register.one });
  const [params] = useSearchParams();
  // Of several that were begun on a device each is one of its own.
  const draft = params.get('draft') ?? `new.${register.kind}`;
  const place = `registers/${key}`;
  return (
    <div className="max-w-180 space-y-8">
      <div>
        <Breadcrumb
          items={[{ name: t('title'), to: page('registers') }, { name: register.name, to: pages }, { name: title }]}
        />
        <PageTitle title={title} />
      </div>
      <Loaded query={form} lines={8}>
        {(form) => (
          <div className="space-y-8">
            <TakeAlong form={form} place={{ path: `${place}/form`, send: `${place}/records`, begin: `${place}/new` }} />
            <AnswerForm
              form={form}
              record={draft}
              onSubmit={async (answers) => {
                const { id } = await save.mutateAsync({ path: records, body: { answers, draft } });
                await follow(register.kind, id);
                void navigate(`${pages}/${id}`);
              }}
              onCancel={() => void navigate(pages)}
            />
          </div>
        )}
      </Loaded>
    </div>
  );
}
