import { useTranslation } from 'react-i18next';
import { usesOf } from '../../../rules/edit-uses.ts';
import { kindOf } from '../../../rules/operators.ts';
import type { FactDeclaration, FactModel, Facts, FactValue, RuleSet } from '../../../rules/types.ts';
import { Checkbox } from '../../components/choice-group.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { inWords, useLanguage } from '../kit/language.ts';
import { ValueField } from '../kit/value-field.tsx';

type Props = { ruleSet: RuleSet; model: FactModel; facts: Facts; onChange: (facts: Facts) => void };

/** Facts to type in: those that the rules ask about, then the others. */
export function FactFields({ ruleSet, model, facts, onChange }: Props) {
  const { t } = useTranslation('rules');
  const wanted = new Set(Object.keys(usesOf(ruleSet).rules));
  const first = model.facts.filter((fact) => wanted.has(fact.path));
  const others = model.facts.filter((fact) => !wanted.has(fact.path));
  const field = (fact: FactDeclaration) => (
    <FactField
      key={fact.path}
      fact={fact}
      value={facts[fact.path]}
      onChange={(value) => onChange(withValue(facts, fact.path, value))}
    />
  );
  return (
    <div className="space-y-4">
      {first.map(field)}
      {others.length > 0 && (
        <Disclosure title={t('facts.others', { count: others.length })}>
          <div className="space-y-4 py-2">{others.map(field)}</div>
        </Disclosure>
      )}
    </div>
  );
}

function FactField({
  fact,
  value,
  onChange,
}: {
  fact: FactDeclaration;
  value: FactValue | undefined;
  onChange: (value: FactValue | undefined) => void;
}) {
  const { t } = useTranslation('rules');
  const language = useLanguage();
  const label = inWords(fact.label, language);
  const missing = value === undefined || value === null;
  return (
    <div className="space-y-1">
      {!missing && (
        <ValueField fact={fact} label={label} value={value} onChange={(next) => onChange(next as FactValue)} />
      )}
      {(fact.optional || missing) && (
        <Checkbox
          label={t('facts.missing', { label })}
          value={missing}
          onChange={(gone) => onChange(gone ? undefined : emptyValue(fact))}
        />
      )}
    </div>
  );
}

function withValue(facts: Facts, path: string, value: FactValue | undefined): Facts {
  const { [path]: _before, ...others } = facts;
  return value === undefined ? others : { ...facts, [path]: value };
}

/** Facts to begin with: nothing of anything, and what may be missing is. */
export function emptyFacts(model: FactModel): Facts {
  return Object.fromEntries(model.facts.filter((fact) => !fact.optional).map((fact) => [fact.path, emptyValue(fact)]));
}

function emptyValue(fact: FactDeclaration): FactValue {
  const { kind, shape } = kindOf(fact.type);
  if (shape === 'list') return [];
  if (kind === 'number') return 0;
  if (kind === 'boolean') return false;
  return kind === 'date' ? '2026-04-01' : (fact.choices?.[0]?.value ?? '');
}
