import { useQueryClient } from '@tanstack/react-query';
import type { WidgetProps } from '@rjsf/utils';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { kindsOfSource } from '../../forms/ties.ts';
import { choiceSchema } from '../../forms/walk.ts';
import { Button } from '../components/button.tsx';
import { SeekBox } from '../components/combo-box.tsx';
import type { FieldProps } from '../components/field.tsx';
import type { Pickable } from '../lib/contract.ts';
import { usePaths } from '../lib/municipality.tsx';
import { useGet } from '../lib/queries.ts';

type Found = { items: Pickable[] };

/** Typing goes on within this time: the server is asked for the whole. */
const PAUSE_MS = 200;

function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}

const kindsOf = (schema: Record<string, unknown>): string =>
  (kindsOfSource(choiceSchema(schema)['x-source']) ?? []).join(',');

/** What a chosen record is asked by, so that whoever shows it knows what is known of it already. */
const chosenOf = (api: (path: string) => string, kinds: string, ids: readonly string[]) =>
  [ids.length === 0 ? null : api('pickable'), { kinds, chosen: ids.join(',') }] as const;

/** Another record, or several: found by typing, each with a link to its page. What the asker may not see is there without its title. */
export function RecordWidget({ field, props }: { field: FieldProps & { id: string }; props: WidgetProps }) {
  const { schema, value, onChange, readonly } = props;
  const isMany = schema.type === 'array';
  return (
    <RecordPicker
      field={field}
      kinds={kindsOf(schema)}
      ids={[value as unknown].flat().filter((id): id is string => typeof id === 'string' && id !== '')}
      isMany={isMany}
      isReadOnly={readonly ?? false}
      onChange={(next) => onChange(isMany ? (next.length === 0 ? undefined : next) : next[0])}
    />
  );
}

/** The picking alone, of records of these kinds (with commas between). */
export function RecordPicker({
  field,
  kinds,
  ids,
  isMany = true,
  isReadOnly = false,
  onChange,
}: {
  field: FieldProps & { id: string };
  kinds: string;
  ids: string[];
  isMany?: boolean;
  isReadOnly?: boolean;
  onChange: (ids: string[]) => void;
}) {
  const { t } = useTranslation('form');
  const { api, page } = usePaths();
  const [sought, seek] = useState('');
  const [isAsking, setAsking] = useState(false);
  const [announced, announce] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const words = usePaused(sought);
  const matches = useGet<Found>(isAsking ? api('pickable') : null, { kinds, ...(words.trim() && { q: words.trim() }) });
  const known = useGet<Found>(...chosenOf(api, kinds, ids));
  // What has just been chosen is known before the server has said so again.
  const [picked, setPicked] = useState<ReadonlyMap<string, Pickable>>(new Map());
  const recordOf = (id: string): Pickable | undefined =>
    known.data?.items.find((each) => each.id === id) ?? picked.get(id);
  const offered = (matches.data?.items ?? []).filter(({ id }) => !ids.includes(id));

  const choose = (id: string): void => {
    const record = offered.find((each) => each.id === id);
    if (!record) return;
    setPicked((all) => new Map(all).set(id, record));
    onChange(isMany ? [...ids, id] : [id]);
    announce(t('record.chosen', { title: record.title }));
    seek('');
  };
  const remove = (id: string, title: string): void => {
    onChange(ids.filter((each) => each !== id));
    announce(t('record.removed', { title }));
    box.current?.querySelector('input')?.focus();
  };

  return (
    <div ref={box} className="flex flex-col gap-2">
      <SeekBox
        {...field}
        choices={offered.map(({ id, title, note, kindName }) => ({
          value: id,
          label: title,
          note: kinds.includes(',') ? [kindName, note].filter(Boolean).join(t('common:list.separator')) : note,
        }))}
        sought={sought}
        isReadOnly={isReadOnly}
        nothing={matches.isError ? t('record.failed') : matches.data ? t('common:field.noMatch') : t('record.looking')}
        onSeek={seek}
        onAsk={() => setAsking(true)}
        onChoose={choose}
      />
      {ids.length > 0 && (
        <ul className="flex flex-col gap-2">
          {ids.map((id) => {
            const record = recordOf(id);
            const title = record?.title ?? (known.isFetching ? t('record.looking') : t('record.hidden'));
            return (
              <li key={id} className="surface flex flex-wrap items-center gap-3 p-3">
                <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
                  {record ? (
                    <Link className="link inline-flex min-h-11 items-center" to={page(record.page)} target="_blank">
                      {title}
                    </Link>
                  ) : (
                    title
                  )}
                </span>
                {!isReadOnly && (
                  <Button kind="text" onPress={() => remove(id, title)} label={t('record.removeOne', { title })}>
                    {t('record.remove')}
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      )}
      <p role="status" className="sr-only">
        {announced}
      </p>
    </div>
  );
}

/** The titles of chosen records, as far as fields have read them: for the summary before sending. */
export function useTitles(): (id: string) => string {
  const client = useQueryClient();
  const { t } = useTranslation('form');
  const { api } = usePaths();
  return (id) => {
    const isKnown = ({ items }: Found) => items.find((each) => each.id === id)?.title;
    const titles = client
      .getQueriesData<Found>({ queryKey: [api('pickable')] })
      .flatMap(([, data]) => (data && isKnown(data)) ?? []);
    return titles[0] ?? t('record.hidden');
  };
}
