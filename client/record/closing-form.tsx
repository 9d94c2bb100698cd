import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Form } from '../components/form.tsx';
import { Button } from '../components/button.tsx';
import { RadioGroup } from '../components/choice-group.tsx';
import { DateField } from '../components/date-field.tsx';
import { FormEnd } from '../components/form-end.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { Select, type Choice } from '../components/select.tsx';
import type { Usage } from '../lib/contract.ts';
import { formatDay } from '../lib/dates.ts';
import { usePaths } from '../lib/municipality.tsx';
import { useGet, useSend } from '../lib/queries.ts';

type Chosen = { value: string; onChange: (id: string) => void; label: string; help: string };
type Props = {
  kind:
    'area' | 'service-type' | 'organisation-kind' | 'meeting-kind' | 'area-kind' | 'organisation' | 'user' | 'council';
  record: { id: string; version: number };
  /** What the button says that closes it. */ action: string;
  /** What may take its place, unless the server says; or the field that finds it. */ successors?:
    Choice[] | ((chosen: Chosen) => ReactNode);
  onClose: () => void;
};

/** Says what hangs on something, and closes it now or from a day on; what is open goes to a successor where one is named. */
export function ClosingForm({ kind, record, action, successors = [], onClose }: Props) {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const usage = useGet<Usage>(api('usage'), { kind, id: record.id });
  const save = useSend();
  const [when, setWhen] = useState('now');
  const [from, setFrom] = useState<string | null>(null);
  const [successorId, setSuccessorId] = useState('');
  const [tried, setTried] = useState(false);
  const noDay = when === 'day' && from === null;
  const submit = () => {
    setTried(true);
    if (noDay) return;
    save.mutate(
      {
        path: api('closings'),
        body: { kind, id: record.id, from: when === 'day' ? from : null, successorId: successorId || null },
        version: record.version,
      },
      { onSuccess: onClose },
    );
  };
  const chosen: Chosen = {
    value: successorId,
    onChange: setSuccessorId,
    label: t('closing.successor'),
    help: t('closing.successorHelp'),
  };
  return (
    <Form onSubmit={submit}>
      <Loaded query={usage} lines={1}>
        {(loaded) => (
          <>
            {loaded.planned && <Planned planned={loaded.planned} />}
            <Uses usage={loaded} kind={kind} followed={successorId !== ''} />
            <RadioGroup
              label={t('closing.when')}
              required
              value={when}
              onChange={setWhen}
              choices={['now', 'day'].map((value) => ({ value, label: t(`closing.${value}`) }))}
            />
            {when === 'day' && (
              <DateField
                label={t('closing.from')}
                required
                help={t('closing.fromHelp')}
                value={from}
                onChange={setFrom}
                error={tried && noDay ? t('closing.noDay') : null}
              />
            )}
            {loaded.follows &&
              (typeof successors === 'function' ? (
                successors(chosen)
              ) : (
                <Select
                  {...chosen}
                  required={false}
                  empty={t('closing.nobody')}
                  choices={loaded.successors?.map(({ id, name }) => ({ value: id, label: name })) ?? successors}
                />
              ))}
          </>
        )}
      </Loaded>
      <FormEnd save={save} danger label={when === 'day' ? t('closing.plan') : action} onCancel={onClose} />
    </Form>
  );
}

function Planned({ planned: { id, from, successor } }: { planned: NonNullable<Usage['planned']> }) {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const giveUp = useSend();
  const day = formatDay(from);
  return (
    <Notice title={t('closing.planned', { day })}>
      {successor && <p>{t('closing.plannedSuccessor', { name: successor.name })}</p>}
      {giveUp.error && <ProblemNotice error={giveUp.error} />}
      <Button busy={giveUp.isPending} onPress={() => giveUp.mutate({ method: 'DELETE', path: api(`closings/${id}`) })}>
        {t('closing.giveUp')}
      </Button>
    </Notice>
  );
}

type UsesProps = { usage: Usage; kind: Props['kind']; followed: boolean };

function Uses({ usage: { items, follows, successors }, kind, followed }: UsesProps) {
  const { t } = useTranslation('settings');
  if (items.length === 0) return <p>{t('usage.none')}</p>;
  const groups = (['moves', 'ends', 'returns', 'stays'] as const).map((becomes) => ({
    becomes,
    items: items.filter(
      (use) => (['moves', 'ends'].includes(use.becomes) && !followed ? 'stays' : use.becomes) === becomes,
    ),
  }));
  return (
    <Notice tone="warn" announce title={t('usage.title')}>
      {groups
        .filter((group) => group.items.length > 0)
        .map((group) => (
          <div key={group.becomes}>
            <p className="font-bold">{t(`usage.becomes.${group.becomes}`)}</p>
            <ul className="list-disc pl-6">
              {group.items.map((use) => (
                <li key={use.what}>
                  <Use {...use} />
                </li>
              ))}
            </ul>
          </div>
        ))}
      <p>{t(`usage.after.${kind}`)}</p>
      {successors && !follows && items.some(({ becomes }) => becomes === 'moves') && (
        <p>{t(kind === 'area-kind' ? 'usage.noAreaKind' : 'usage.noSuccessor')}</p>
      )}
    </Notice>
  );
}

function Use({ what, count, list }: Usage['items'][number]) {
  const { t } = useTranslation('settings');
  const { page } = usePaths();
  const words = t(`usage.${what}`, { count });
  return list === null ? (
    words
  ) : (
    <Link className="link inline-flex min-h-11 items-center" to={page(list)}>
      {words}
    </Link>
  );
}
