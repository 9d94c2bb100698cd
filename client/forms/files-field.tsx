import type { FieldProps } from '@rjsf/utils';
import { createContext, use, useEffect, useRef, useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { useTranslation } from 'react-i18next';
import { WithFurigana } from '../components/furigana.tsx';
import {
  fileEndings,
  fileKindOf,
  fileTypes,
  isAnswerFile,
  MOST_FILE_BYTES,
  sayFile,
  type AnswerFile,
  type FileKind,
} from '../../forms/answer-files.ts';
import { Button } from '../components/button.tsx';
import { ErrorText, HelpText, labelText, RequirementBadge } from '../components/field.tsx';
import { Icon } from '../components/icon.tsx';
import { ProblemNotice } from '../components/problem-notice.tsx';
import { ApiProblem, send, upload } from '../lib/api.ts';
import { usePaths } from '../lib/municipality.tsx';
import { OwnFileRoom, type FileRoom } from './file-room.ts';
import { toPlace } from './logic.tsx';
import { SetField } from './set-field.tsx';
import { useFieldHead } from './use-field-head.ts';

/** The fields (JSON pointers) whose files are still on their way: what is filled in is not sent before they have come. */
export const FilesUnderWay = createContext<Set<string>>(new Set());

type Sending = { id: string; name: string; share: number; stop: AbortController; error?: Error };

/** What a browser can show of a file that it has not made itself. */
const drawable = new Set(['image/jpeg', 'image/png', 'image/webp']);

/** Files for a form: handed to the server as they are chosen, each with how far it has come; the answer names them. */
export function FilesField(props: FieldProps) {
  const { formData, onChange, fieldPathId, schema, rawErrors } = props;
  const { t, i18n } = useTranslation('form');
  const language = i18n.language === 'en' ? 'en' : 'ja';
  const { api } = usePaths();
  const { label, help, required, isSetByLogic } = useFieldHead(props);
  const underWay = use(FilesUnderWay);
  const room = use(OwnFileRoom);
  const kind = fileKindOf(schema) ?? 'photo';
  const most = schema.maxItems ?? Infinity;
  const files = (Array.isArray(formData) ? formData : []).filter(isAnswerFile);
  const [sending, setSending] = useState<Sending[]>([]);
  const [announced, announce] = useState('');
  // What comes while another is on its way is added to what is there by then.
  const latest = useRef(files);
  // The list that it is in may have lost an entry before: its place is another then.
  const tell = useRef((next: AnswerFile[] | undefined) => onChange(next, fieldPathId.path));
  useEffect(() => {
    latest.current = files;
    tell.current = (next) => onChange(next, fieldPathId.path);
  });
  const place = toPlace(fieldPathId.path);
  const isBusy = sending.some(({ error }) => !error);
  useEffect(() => {
    if (isBusy) underWay.add(place);
    return () => void underWay.delete(place);
  }, [isBusy, underWay, place]);
  const stops = useRef(new Set<AbortController>());
  useEffect(() => {
    const all = stops.current;
    return () => all.forEach((stop) => stop.abort());
  }, []);

  const put = (next: AnswerFile[]): void => {
    latest.current = next;
    tell.current(next.length === 0 ? undefined : next);
  };
  const change = (id: string, now: Partial<Sending> | null): void =>
    setSending((all) => all.flatMap((each) => (each.id !== id ? [each] : now ? [{ ...each, ...now }] : [])));

  const sendFile = async (file: File, { id, stop }: Sending): Promise<void> => {
    try {
      if (file.size > MOST_FILE_BYTES) throw new Error(t('files.tooLarge'));
      if (room && !canBe(file, kind)) throw new Error(t(`files.${kind}`));
      const kept = room
        ? await room.keep(file, kind)
        : await upload<AnswerFile>(api('answer-files'), file, {
            query: { kind, name: file.name },
            onShare: (share) => change(id, { share }),
            signal: stop.signal,
          });
      put([...latest.current, kept]);
      announce(t('files.came', { name: kept.name }));
      change(id, null);
    } catch (error) {
      // Stopped by whoever chose it.
      if (stop.signal.aborted) return change(id, null);
      change(id, { error: error as Error });
    } finally {
      stops.current.delete(stop);
    }
  };
  const choose = async (chosen: FileList | null): Promise<void> => {
    const room = most - files.length - sending.filter(({ error }) => !error).length;
    const started = [...(chosen ?? [])].map((file, index) => {
      const start: Sending = { id: crypto.randomUUID(), name: file.name, share: 0, stop: new AbortController() };
      return { file, start: index < room ? start : { ...start, error: new Error(t('files.noRoom', { n: most })) } };
    });
    setSending((all) => [...all.filter(({ error }) => !error), ...started.map(({ start }) => start)]);
    // One after the other: a photograph each is enough for a telephone's line.
    for (const { file, start } of started) {
      if (start.error || start.stop.signal.aborted) continue;
      stops.current.add(start.stop);
      await sendFile(file, start);
    }
  };
  const remove = (file: AnswerFile): void => {
    put(latest.current.filter(({ id }) => id !== file.id));
    announce(t('files.removed', { name: file.name }));
    // What was sent with a record stays with it; of what was not, nothing is left. The server removes it later where it cannot be asked now.
    void (room ? room.drop(file.id) : send('DELETE', api(`answer-files/${file.id}`))).catch(() => undefined);
  };

  if (isSetByLogic) return <SetField id={fieldPathId.$id} label={label} error={rawErrors?.[0]} schema={schema} />;
  const isFull = files.length >= most;
  const types = fileTypes[kind];
  const accepted = [...types, ...types.flatMap((type) => (fileEndings[type] ?? []).map((ending) => `.${ending}`))];
  return (
    <fieldset
      id={fieldPathId.$id}
      tabIndex={-1}
      className="flex flex-col gap-2"
      data-invalid={rawErrors?.[0] ? true : undefined}
    >
      <legend className="mb-2 flex flex-wrap items-baseline gap-x-2">
        <span className={labelText}>
          <WithFurigana>{label}</WithFurigana>
        </span>
        <RequirementBadge required={required} />
      </legend>
      {help !== undefined && <HelpText>{help}</HelpText>}
      <HelpText>
        {t(`files.${kind}`)}
        {Number.isFinite(most) && t('files.most', { n: most })}
      </HelpText>
      {files.length > 0 && (
        <ul className="flex flex-col gap-2">
          {files.map((file) => (
            <li key={file.id} className="surface flex flex-wrap items-center gap-3 p-3">
              {room ? (
                <OwnThumbnail file={file} room={room} />
              ) : (
                <Thumbnail file={file} src={`/api${api(`answer-files/${file.id}`)}`} />
              )}
              <span className="min-w-0 flex-1 break-all">{sayFile(file, language)}</span>
              <Button kind="text" onPress={() => remove(file)} label={t('files.removeOne', { name: file.name })}>
                {t('remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {sending.length > 0 && (
        <ul className="flex flex-col gap-2">
          {sending.map((coming) => (
            <li key={coming.id} className="surface flex flex-col gap-2 p-3">
              <span className="break-all">{coming.name}</span>
              {coming.error ? (
                <Refusal error={coming.error} />
              ) : (
                <progress
                  className="h-2 w-full accent-blue-900"
                  value={coming.share}
                  max={1}
                  aria-label={t('files.sending', { name: coming.name })}
                />
              )}
              <span>
                <Button
                  kind="text"
                  onPress={() => {
                    coming.stop.abort();
                    change(coming.id, null);
                  }}
                  label={t(coming.error ? 'files.putAwayOne' : 'files.stopOne', { name: coming.name })}
                >
                  {t(coming.error ? 'files.putAway' : 'files.stop')}
                </Button>
              </span>
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-3">
        <FileTrigger acceptedFileTypes={accepted} allowsMultiple={most > 1} onSelect={(chosen) => void choose(chosen)}>
          <Button label={t('files.chooseFor', { title: label })} reason={isFull ? t('files.full', { n: most }) : null}>
            {t('files.choose')}
          </Button>
        </FileTrigger>
        {!isFull && (
          <span className="hidden pointer-coarse:inline">
            <FileTrigger
              acceptedFileTypes={['image/*']}
              defaultCamera="environment"
              onSelect={(chosen) => void choose(chosen)}
            >
              <Button label={t('files.cameraFor', { title: label })}>{t('files.camera')}</Button>
            </FileTrigger>
          </span>
        )}
      </div>
      <p role="status" className="sr-only">
        {announced}
      </p>
      {rawErrors?.[0] && <ErrorText>{rawErrors[0]}</ErrorText>}
    </fieldset>
  );
}

/** Why a file was not taken, in the server's words where it has some. */
function Refusal({ error }: { error: Error }) {
  const said = error instanceof ApiProblem ? error.problem.issues?.[0]?.message : undefined;
  if (said !== undefined) return <ErrorText>{said}</ErrorText>;
  return error.name === 'Error' ? <ErrorText>{error.message}</ErrorText> : <ProblemNotice error={error} />;
}

/** By what the browser takes it for: the server, which looks inside, decides when it is sent. */
const canBe = (file: File, kind: FileKind): boolean =>
  fileTypes[kind].includes(file.type) ||
  fileTypes[kind].some((type) => fileEndings[type]?.some((ending) => file.name.toLowerCase().endsWith(`.${ending}`)));

function OwnThumbnail({ file, room }: { file: AnswerFile; room: FileRoom }) {
  const [src, setSrc] = useState<string | null>(null);
  useEffect(() => {
    room.show(file.id).then(setSrc, () => setSrc(null));
  }, [room, file.id]);
  return src === null ? <Icon name="paper" className="size-8" /> : <Thumbnail file={file} src={src} />;
}

function Thumbnail({ file, src }: { file: AnswerFile; src: string }) {
  return drawable.has(file.type) ? (
    <img src={src} alt="" loading="lazy" className="size-16 rounded-8 border border-solid-gray-300 object-cover" />
  ) : (
    <Icon name="paper" className="size-8" />
  );
}
