import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Select } from '../../components/select.tsx';
import { TextArea, TextField } from '../../components/text-field.tsx';
import { RecordPicker } from '../../forms/record-field.tsx';
import type { Meeting, Need, Page, Register } from '../../lib/contract.ts';
import { useMunicipality, usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { toLines } from './lines.ts';

/** An item as it is typed; the decisions one a line. */
type TypedItem = {
  id: string | undefined;
  title: string;
  needId: string;
  /** Ids of records; undefined: as they are on the server (what was begun before there were any). */
  about?: string[] | undefined;
  discussion: string;
  decisions: string;
  outcome: string;
};
export const outcomes = ['decided', 'continued', 'not-taken', 'raised'] as const;
export const newItem = { id: undefined, title: '', needId: '', about: [], discussion: '', decisions: '', outcome: '' };

/** Those whose need the asker may not be told of stay as they are on the server. */
export const typedItems = (meeting: Pick<Meeting, 'agenda'> | null): TypedItem[] =>
  (meeting?.agenda ?? []).flatMap(({ id, title, need, about, discussion, decisions, outcome, hidden }) =>
    hidden
      ? []
      : [
          {
            id,
            title,
            needId: need?.needId ?? '',
            about: about.map((record) => record.id),
            discussion: discussion ?? '',
            decisions: decisions.join('\n'),
            outcome: outcome ?? '',
          },
        ],
  );

/** An item without a word is none; one that has only a need is called by it. */
export const sentItems = (items: TypedItem[], titleOf: (needId: string) => string, unnamed: string) =>
  items.flatMap(({ id, title, needId, about, discussion, decisions, outcome }) =>
    [title, needId, discussion, decisions, ...(about ?? [])].every((text) => text.trim() === '')
      ? []
      : [
          {
            ...(id === undefined ? {} : { id }),
            title: title.trim() || titleOf(needId) || unnamed,
            ...(about && { about }),
            needId: needId || null,
            discussion: discussion || null,
            decisions: toLines(decisions),
            outcome: outcomes.find((known) => known === outcome) ?? null,
          },
        ],
  );

/** What the council may be told of the area's open needs, and those that are named already. */
export function useAgendaNeeds(areaId: string, meeting: Meeting | null): { value: string; label: string }[] {
  const { t } = useTranslation('meetings');
  const { can } = useMunicipality();
  const { api } = usePaths();
  const open = useGet<Page<Need>>(can['needs'] ? api('needs') : null, { area: areaId, state: 'open', limit: 200 });
  const known = (meeting?.agenda ?? []).flatMap(({ need }) => need ?? []);
  const offered = (open.data?.items ?? []).filter(
    ({ id, consentedTo }) => consentedTo.includes('council') && known.every(({ needId }) => needId !== id),
  );
  return [
    ...known.map(({ needId, number, title }) => ({ value: needId, label: t('councils:need', { number, title }) })),
    ...offered.map(({ id, number, title }) => ({ value: id, label: t('councils:need', { number, title }) })),
  ];
}

/** What an item can be about beside a need, with commas between: what the asker has pages of. */
function useAgendaKinds(): string {
  const { can } = useMunicipality();
  const { api } = usePaths();
  const registers = useGet<Page<Register>>(api('registers'));
  return [
    ...(can['proposals'] ? ['proposal'] : []),
    'service',
    'organisation',
    ...(registers.data?.items ?? []).map(({ kind }) => kind),
  ].join(',');
}

/** The agenda: what is to be talked about; once it was held also what was said and agreed. */
export function AgendaFields({
  items,
  onChange,
  needs,
  held,
}: {
  items: TypedItem[];
  onChange: (items: TypedItem[]) => void;
  needs: { value: string; label: string }[];
  held: boolean;
}) {
  const { t } = useTranslation('meetings');
  const kinds = useAgendaKinds();
  const put = (index: number, some: Partial<TypedItem>) =>
    onChange(items.map((item, at) => (at === index ? { ...item, ...some } : item)));
  const move = (index: number, by: number) => {
    const moved = items.toSpliced(index, 1);
    const item = items[index];
    if (item) onChange(moved.toSpliced(index + by, 0, item));
  };
  return (
    <section className="space-y-4" aria-label={t('agenda.title')}>
      <h2>{t('agenda.title')}</h2>
      <ol className="space-y-4">
        {items.map((item, index) => (
          <li key={item.id ?? `new-${index}`}>
            <div role="group" aria-label={t('agenda.number', { number: index + 1 })} className="surface space-y-4">
              <div className="flex flex-wrap items-center justify-between gap-2">
                <p className="font-bold">{t('agenda.number', { number: index + 1 })}</p>
                <div className="flex flex-wrap">
                  {index > 0 && (
                    <Button kind="text" onPress={() => move(index, -1)} label={t('form:moveUpItem', { n: index + 1 })}>
                      {t('form:moveUp')}
                    </Button>
                  )}
                  {index < items.length - 1 && (
                    <Button kind="text" onPress={() => move(index, 1)} label={t('form:moveDownItem', { n: index + 1 })}>
                      {t('form:moveDown')}
                    </Button>
                  )}
                  <Button
                    kind="text"
                    onPress={() => onChange(items.toSpliced(index, 1))}
                    label={t('form:removeItem', { n: index + 1 })}
                  >
                    {t('form:remove')}
                  </Button>
                </div>
              </div>
              <TextField
                label={t('agenda.item')}
                required={false}
                value={item.title}
                onChange={(title) => put(index, { title })}
                maxLength={200}
              />
              {needs.length > 0 && (
                <Select
                  label={t('agenda.need')}
                  required={false}
                  value={item.needId}
                  onChange={(needId) => put(index, { needId })}
                  choices={needs}
                  empty={t('agenda.noNeed')}
                />
              )}
              {kinds !== '' && (
                <RecordPicker
                  field={{
                    id: `agenda-about-${index}`,
                    label: t('agenda.about'),
                    required: false,
                    help: t('agenda.aboutHelp'),
                  }}
                  kinds={kinds}
                  ids={item.about ?? []}
                  onChange={(about) => put(index, { about })}
                />
              )}
              {held && (
                <>
                  <TextArea
                    label={t('minutes')}
                    required={false}
                    rows={5}
                    value={item.discussion}
                    onChange={(discussion) => put(index, { discussion })}
                  />
                  <TextArea
                    label={t('decisions')}
                    required={false}
                    help={t('perLine')}
                    rows={2}
                    value={item.decisions}
                    onChange={(decisions) => put(index, { decisions })}
                  />
                  <Select
                    label={t('agenda.outcome')}
                    required={false}
                    value={item.outcome}
                    onChange={(outcome) => put(index, { outcome })}
                    choices={outcomes.map((outcome) => ({ value: outcome, label: t(`outcome.${outcome}`) }))}
                    empty={t('agenda.noOutcome')}
                  />
                </>
              )}
            </div>
          </li>
        ))}
      </ol>
      <Button onPress={() => onChange([...items, newItem])}>{t('agenda.add')}</Button>
    </section>
  );
}
