import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { Breadcrumb } from '../../components/breadcrumb.tsx';
import { RadioGroup } from '../../components/choice-group.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Select } from '../../components/select.tsx';
import { AnswerForm } from '../../forms/answer-form.tsx';
import type { Council, Page, ProposalForm, ProposalInput } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { useFollowUp } from '../../record/follow-up.ts';

const kinds = ['proposal', 'report'] as const;

/** Writing a proposal or report, from a council and, if it comes from one, a finding with its evidence. */
export function ProposalNewPage() {
  const { t } = useTranslation('proposals');
  const { page } = usePaths();
  const [search] = useSearchParams();
  const kind = kinds.find((kind) => kind === search.get('kind'));
  const council = search.get('council');
  const finding = search.get('finding');
  const title = kind ? t(`new.${kind}`) : t('new.title');
  return (
    <div className="max-w-180 space-y-8">
      <div>
        <Breadcrumb items={[{ name: t('list.title'), to: page('proposals') }, { name: title }]} />
        <PageTitle title={title} lead={<p>{t('new.lead')}</p>} />
      </div>
      {finding === null && <Choice kind={kind ?? ''} council={council ?? ''} />}
      {kind && council && <Writing key={`${kind}.${council}`} kind={kind} council={council} finding={finding} />}
    </div>
  );
}

function Choice({ kind, council }: { kind: string; council: string }) {
  const { t } = useTranslation('proposals');
  const { api } = usePaths();
  const [, setSearch] = useSearchParams();
  const councils = useGet<Page<Council>>(api('councils'), { limit: 200 });
  const set = (name: string, value: string) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        next.set(name, value);
        return next;
      },
      { replace: true },
    );
  return (
    <Loaded query={councils}>
      {({ items }) => (
        <div className="space-y-6">
          <RadioGroup
            label={t('column.kind')}
            required
            value={kind}
            onChange={(value) => set('kind', value)}
            choices={kinds.map((value) => ({ value, label: t(`kind.${value}`), help: t(`kindHelp.${value}`) }))}
          />
          <Select
            label={t('column.from')}
            required
            value={council}
            onChange={(value) => set('council', value)}
            choices={items
              .filter((council) => !council.closed)
              .map((council) => ({ value: council.id, label: council.localName ?? council.name }))}
          />
        </div>
      )}
    </Loaded>
  );
}

type WritingProps = { kind: (typeof kinds)[number]; council: string; finding: string | null };

function Writing({ kind, council, finding }: WritingProps) {
  const { api } = usePaths();
  const form = useGet<ProposalForm>(api('proposals/form'), { council, kind, finding });
  return (
    <Loaded query={form} lines={8}>
      {(writing) => <Form writing={writing} kind={kind} council={council} finding={finding} />}
    </Loaded>
  );
}

function Form({ writing, kind, council, finding }: WritingProps & { writing: ProposalForm }) {
  const { t } = useTranslation('proposals');
  const { api, page } = usePaths();
  const navigate = useNavigate();
  const save = useSend<{ id: string }>();
  const follow = useFollowUp();
  const draft = `new.${council}.${finding ?? ''}`;
  const [to, setTo] = useState(writing.to[0]?.id ?? '');
  if (writing.to.length === 0)
    return (
      <EmptyState title={t('new.nobodyAbove')}>
        <p>{t('new.nobodyAboveHelp')}</p>
      </EmptyState>
    );
  return (
    <div className="space-y-8">
      {finding && (
        <Notice title={t('new.evidence')}>
          <p>{t('new.evidenceHelp')}</p>
        </Notice>
      )}
      {writing.to.length > 1 ? (
        <Select
          label={t('column.to')}
          required
          value={to}
          onChange={setTo}
          choices={writing.to.map((council) => ({ value: council.id, label: council.name }))}
        />
      ) : (
        <p>
          <span className="font-bold">{t('new.to')}</span>
          {writing.to[0]?.name}
        </p>
      )}
      <AnswerForm
        form={writing.form}
        record={draft}
        of={{ kind: 'council', id: council }}
        submitLabel={t('new.saveDraft')}
        onSubmit={async (answers) => {
          const body: ProposalInput = {
            kind,
            fromCouncilId: council,
            toCouncilId: to,
            answers,
            draft,
            ...(finding && { findingId: finding }),
          };
          const { id } = await save.mutateAsync({ path: api('proposals'), body });
          await follow('proposal', id);
          void navigate(page(`proposals/${id}`));
        }}
        onCancel={() => void navigate(page('proposals'))}
      />
    </div>
  );
}
