import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Form } from '../../components/form.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { OwnWordsKept } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet, useSend } from '../../lib/queries.ts';
import { FormEnd } from '../../components/form-end.tsx';
import { SettingsTitle } from './settings-title.tsx';

type Words = OwnWordsKept['words'];
type Noun = 'council' | 'coordinator';
type Written = { ja: string; one: string; many: string };

const nouns: Noun[] = ['council', 'coordinator'];
const mostLetters = 40;

const write = (word: Words[Noun]): Written => ({
  ja: word?.ja ?? '',
  one: word?.en?.one ?? '',
  many: word?.en?.many ?? '',
});
const read = ({ ja, one: single, many }: Written): Words[Noun] =>
  ja.trim() ? { ja: ja.trim(), en: single.trim() ? { one: single.trim(), many: many.trim() } : null } : null;

/** What the city calls councils and coordinators. */
export function WordsPage() {
  const { api } = usePaths();
  const kept = useGet<OwnWordsKept>(api('words'));
  return (
    <div className="max-w-200 space-y-8">
      <SettingsTitle part="words" />
      <Loaded query={kept}>{(kept) => <WordsForm kept={kept} />}</Loaded>
    </div>
  );
}

function WordsForm({ kept }: { kept: OwnWordsKept }) {
  const { t } = useTranslation('words');
  const { api } = usePaths();
  const save = useSend<{ version: number }>();
  const before = { council: write(kept.words.council), coordinator: write(kept.words.coordinator) };
  // What was seen when the form opened: it may be read anew behind what is typed.
  const [version, setVersion] = useState(kept.version);
  const [words, setWords] = useState<Record<Noun, Written>>(before);
  const [office, setOffice] = useState(kept.words.office ?? '');
  const [tried, setTried] = useState(false);
  const officeIssue = office.trim().length > mostLetters ? t('tooLong') : /[{}$]/.test(office) ? t('filledIn') : null;
  const issueOf = (noun: Noun, part: keyof Written): string | null => {
    const { ja, one: single, many } = words[noun];
    if (words[noun][part].trim().length > mostLetters) return t('tooLong');
    if (/[{}$]/.test(words[noun][part])) return t('filledIn');
    const hasEnglish = single.trim() !== '' || many.trim() !== '';
    if (part === 'ja') return hasEnglish && !ja.trim() ? t('needsJa') : null;
    return hasEnglish && !words[noun][part].trim() ? t('both') : null;
  };
  const submit = () => {
    setTried(true);
    if (nouns.some((noun) => (['ja', 'one', 'many'] as const).some((part) => issueOf(noun, part)))) return;
    if (officeIssue) return;
    save.mutate(
      {
        method: 'PATCH',
        path: api('words'),
        version,
        body: {
          council: read(words.council),
          coordinator: read(words.coordinator),
          office: office.trim() || null,
        },
      },
      { onSuccess: (saved) => setVersion(saved.version) },
    );
  };
  const cancel = () => {
    save.reset();
    setVersion(kept.version);
    setWords(before);
    setOffice(kept.words.office ?? '');
    setTried(false);
  };
  const field = (noun: Noun, part: keyof Written, label: string, help?: string) => (
    <TextField
      label={label}
      help={help}
      required={false}
      value={words[noun][part]}
      onChange={(text) => setWords({ ...words, [noun]: { ...words[noun], [part]: text } })}
      error={tried ? issueOf(noun, part) : null}
    />
  );
  return (
    <Form className="space-y-8" onSubmit={submit}>
      {save.isSuccess && <Notice tone="success" announce title={t('saved')} />}
      <p>{t('stays')}</p>
      {nouns.map((noun) => (
        <div key={noun} className="space-y-6">
          {field(noun, 'ja', t(noun), t(`${noun}Help`))}
          <fieldset className="space-y-4">
            <legend className="font-bold">{t('english', { noun: t(noun) })}</legend>
            {field(noun, 'one', t('one'), t('oneHelp'))}
            {field(noun, 'many', t('many'))}
          </fieldset>
        </div>
      ))}
      <TextField
        label={t('office')}
        help={t('officeHelp')}
        required={false}
        value={office}
        onChange={setOffice}
        error={tried ? officeIssue : null}
      />
      <FormEnd save={save} onCancel={cancel} />
    </Form>
  );
}
