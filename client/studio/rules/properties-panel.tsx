import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { usesOf } from '../../../rules/edit-uses.ts';
import { newOutcome, removeNamedCondition, setEvent, setNamedText, setReason, setTitle } from '../../../rules/edit.ts';
import type { FactModel, Language, Rule, RuleEvent, RuleSet } from '../../../rules/types.ts';
import { ComboBox } from '../../components/combo-box.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { NumberField } from '../../components/number-field.tsx';
import { Select } from '../../components/select.tsx';
import { TextArea, TextField } from '../../components/text-field.tsx';
import { SmallButton } from '../kit/action-menu.tsx';
import { inWords, useLanguage } from '../kit/language.ts';
import type { Edit } from '../kit/condition-editor.tsx';
import type { Place } from './place.ts';
import { outcomesOf, titleOf, useOutcomeWords } from './words.ts';

type Props = { ruleSet: RuleSet; model: FactModel; at: Place; edit: Edit; onGo: (place: Place) => void };

/** The properties of what is chosen on the left. */
export function PropertiesPanel(props: Props) {
  const { ruleSet, at } = props;
  if (at.kind === 'set') return <SetProperties {...props} />;
  if (at.kind === 'otherwise') return <OtherwiseProperties {...props} />;
  if (at.kind === 'named') return <NamedProperties {...props} name={at.name} />;
  const rule = ruleSet.rules.find((rule) => rule.name === at.name);
  return rule ? <RuleProperties {...props} rule={rule} /> : null;
}

function RuleProperties({ ruleSet, model, rule, edit }: Props & { rule: Rule }) {
  const { t } = useTranslation('rules');
  const { name } = rule;
  return (
    <div className="space-y-6" key={name}>
      <TextField
        label={t('rule.name')}
        value={rule.texts?.ja.name ?? ''}
        onChange={(text) => edit(setTitle(ruleSet, name, 'ja', text), `title ja ${name}`)}
      />
      <OutcomeFields
        ruleSet={ruleSet}
        rule={name}
        event={rule.event}
        onChange={(event, about) => edit(setEvent(ruleSet, name, event), about && `${about} ${name}`)}
      />
      <ReasonField
        key={`ja ${name}`}
        label={t('rule.reason')}
        language="ja"
        model={model}
        value={rule.texts?.ja.reason ?? ''}
        onChange={(text) => edit(setReason(ruleSet, name, 'ja', text), `reason ja ${name}`)}
      />
      <Disclosure title={t('english')}>
        <div className="space-y-6 py-2">
          <TextField
            label={t('rule.nameEn')}
            value={rule.texts?.en?.name ?? ''}
            onChange={(text) => edit(setTitle(ruleSet, name, 'en', text), `title en ${name}`)}
          />
          <ReasonField
            key={`en ${name}`}
            label={t('rule.reasonEn')}
            language="en"
            model={model}
            value={rule.texts?.en?.reason ?? ''}
            onChange={(text) => edit(setReason(ruleSet, name, 'en', text), `reason en ${name}`)}
          />
        </div>
      </Disclosure>
      <p className="text-dns-14N-130 text-solid-gray-700">{t('rule.order', { priority: rule.priority ?? 1 })}</p>
    </div>
  );
}

/** A rule set's purpose says which outcomes the product acts on. */
const known: Record<string, string[]> = {
  escalation: ['proposal', 'report', 'none'],
  referral: ['prefer', 'hesitate', 'exclude'],
  step: ['allow', 'refuse'],
  watch: [],
};

function OutcomeFields({
  ruleSet,
  rule,
  event,
  onChange,
}: {
  ruleSet: RuleSet;
  /** Null for the outcome when none holds. */ rule: string | null;
  event: RuleEvent;
  onChange: (event: RuleEvent, about: string | null) => void;
}) {
  const { t } = useTranslation('rules');
  const say = useOutcomeWords(null);
  const types = [...new Set([...(known[ruleSet.purpose] ?? []), ...outcomesOf(ruleSet), event.type])];
  const language = useLanguage();
  const points = event.params?.['points'];
  const groups = Map.groupBy(
    ruleSet.rules.filter((other) => other.name !== rule),
    (other) => other.event.type,
  );
  const watchOutcomes = [
    { value: groups.has(event.type) ? newOutcome(ruleSet) : event.type, label: t('rule.ownFinding') },
    ...[...groups].map(([type, rules]) => ({
      value: type,
      label: t('rule.sameFinding', { names: rules.map((rule) => titleOf(rule, language)).join(t('value.comma')) }),
    })),
  ];
  return (
    <>
      {ruleSet.purpose === 'watch' ? (
        <Select
          label={t('rule.outcome')}
          help={t('rule.outcomeHelp')}
          value={event.type}
          choices={watchOutcomes}
          onChange={(type) => type && onChange({ ...event, type }, null)}
        />
      ) : ruleSet.purpose === 'advice' ? (
        <TextField
          label={t('rule.advised')}
          help={t('rule.advisedHelp')}
          value={event.type}
          onChange={(type) => onChange({ ...event, type }, 'advised')}
        />
      ) : (
        <Select
          label={t('rule.outcome')}
          value={event.type}
          choices={types.map((type) => ({ value: type, label: say(type) }))}
          onChange={(type) => type && onChange({ ...event, type }, null)}
        />
      )}
      {ruleSet.strategy === 'score' && event.type !== 'exclude' && (
        <NumberField
          label={t('rule.points')}
          help={t('rule.pointsHelp')}
          value={typeof points === 'number' ? points : null}
          onChange={(number) =>
            number !== null && onChange({ ...event, params: { ...event.params, points: number } }, 'points')
          }
        />
      )}
    </>
  );
}

type ReasonProps = {
  label: string;
  language: Language;
  model: FactModel;
  value: string;
  onChange: (text: string) => void;
};

/** A reason with `{{fact}}` where the real value goes; facts are put in by choosing them. */
function ReasonField({ label, language, model, value, onChange }: ReasonProps) {
  const { t } = useTranslation('rules');
  const caret = useRef<number | null>(null);
  const spoken = useLanguage();
  const place = useRef<HTMLDivElement>(null);
  const insert = (path: string) => {
    const at = caret.current ?? value.length;
    onChange(`${value.slice(0, at)}{{${path}}}${value.slice(at)}`);
    caret.current = at + path.length + 4;
  };
  const readable = value.replaceAll(/\{\{\s*([^{}\s]+)\s*\}\}/g, (whole, path: string) => {
    const fact = model.facts.find((fact) => fact.path === path);
    return fact ? `〔${inWords(fact.label, language)}〕` : whole;
  });
  return (
    <div
      className="space-y-3"
      ref={place}
      onSelect={(event) => {
        if (event.target instanceof HTMLTextAreaElement) caret.current = event.target.selectionStart;
      }}
    >
      <TextArea
        label={label}
        help={readable === value ? t('rule.reasonHelp') : t('rule.reads', { text: readable })}
        rows={4}
        value={value}
        onChange={onChange}
      />
      <ComboBox
        key={value.length}
        label={t('rule.insert')}
        value=""
        choices={model.facts.map((fact) => ({ value: fact.path, label: inWords(fact.label, spoken) }))}
        onChange={(path) => path && insert(path)}
      />
    </div>
  );
}

function OtherwiseProperties({ ruleSet, model, edit }: Props) {
  const { t } = useTranslation('rules');
  const { otherwise } = ruleSet;
  if (!otherwise) {
    const type = known[ruleSet.purpose]?.at(-1) ?? 'none';
    return (
      <div className="space-y-4">
        <p>{t('otherwise.none')}</p>
        <SmallButton onPress={() => edit(setEvent(ruleSet, null, { type }))}>{t('otherwise.add')}</SmallButton>
      </div>
    );
  }
  return (
    <div className="space-y-6">
      <OutcomeFields
        ruleSet={ruleSet}
        rule={null}
        event={otherwise}
        onChange={(event, about) => edit(setEvent(ruleSet, null, event), about)}
      />
      <ReasonField
        label={t('rule.reason')}
        language="ja"
        model={model}
        value={otherwise.texts?.ja.reason ?? ''}
        onChange={(text) => edit(setReason(ruleSet, null, 'ja', text), 'otherwise ja')}
      />
      <Disclosure title={t('english')}>
        <ReasonField
          label={t('rule.reasonEn')}
          language="en"
          model={model}
          value={otherwise.texts?.en?.reason ?? ''}
          onChange={(text) => edit(setReason(ruleSet, null, 'en', text), 'otherwise en')}
        />
      </Disclosure>
    </div>
  );
}

function NamedProperties({ ruleSet, name, edit, onGo }: Props & { name: string }) {
  const { t } = useTranslation('rules');
  const language = useLanguage();
  const text = ruleSet.conditionTexts?.[name] ?? { ja: '' };
  const users = (usesOf(ruleSet).rulesOfCondition[name] ?? []).flatMap(
    (name) => ruleSet.rules.find((rule) => rule.name === name) ?? [],
  );
  const without = removeNamedCondition(ruleSet, name);
  return (
    <div className="space-y-6">
      <TextField
        label={t('condition.name')}
        value={text.ja}
        onChange={(ja) => edit(setNamedText(ruleSet, name, { ...text, ja }), `named ja ${name}`)}
      />
      <TextField
        label={t('condition.nameEn')}
        value={text.en ?? ''}
        onChange={(en) => edit(setNamedText(ruleSet, name, { ...text, en }), `named en ${name}`)}
      />
      <div className="space-y-1">
        <h3>{t('named.usedBy')}</h3>
        {users.length === 0 ? (
          <p>{t('named.unused')}</p>
        ) : (
          <ul>
            {users.map((rule) => (
              <li key={rule.name}>
                <button
                  type="button"
                  className="link min-h-11 text-left"
                  onClick={() => onGo({ kind: 'rule', name: rule.name })}
                >
                  {titleOf(rule, language)}
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className="space-y-2">
        <SmallButton
          onPress={() => {
            edit(without);
            onGo({ kind: 'set' });
          }}
          closed={without === ruleSet}
        >
          {t('named.remove')}
        </SmallButton>
        <p className="text-dns-14N-130 text-solid-gray-700">{t('named.removeHelp')}</p>
      </div>
    </div>
  );
}

function SetProperties({ ruleSet, model, edit }: Props) {
  const { t } = useTranslation('rules');
  const language = useLanguage();
  const { ja, en } = ruleSet.texts;
  const set = (texts: RuleSet['texts'], about: string) => edit({ ...ruleSet, texts }, about);
  return (
    <div className="space-y-6">
      <TextField
        label={t('set.name')}
        value={ja.name}
        onChange={(name) => set({ ...ruleSet.texts, ja: { ...ja, name } }, 'set name ja')}
      />
      <TextArea
        label={t('set.description')}
        rows={3}
        value={ja.description ?? ''}
        onChange={(description) => set({ ...ruleSet.texts, ja: { ...ja, description } }, 'set description ja')}
      />
      <Disclosure title={t('english')}>
        <div className="space-y-6 py-2">
          <TextField
            label={t('set.nameEn')}
            value={en?.name ?? ''}
            onChange={(name) => set({ ...ruleSet.texts, en: { ...en, name } }, 'set name en')}
          />
          <TextArea
            label={t('set.descriptionEn')}
            rows={3}
            value={en?.description ?? ''}
            onChange={(description) =>
              set({ ...ruleSet.texts, en: { name: '', ...en, description } }, 'set description en')
            }
          />
        </div>
      </Disclosure>
      <dl className="space-y-2">
        <div>
          <dt className="font-bold">{t('set.strategy')}</dt>
          <dd>{t(`strategy.${ruleSet.strategy}`)}</dd>
        </div>
        <div>
          <dt className="font-bold">{t('set.model')}</dt>
          <dd>{inWords(model.label, language)}</dd>
        </div>
      </dl>
    </div>
  );
}
