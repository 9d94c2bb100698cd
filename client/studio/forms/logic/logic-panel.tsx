import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { readBy } from '../../../../forms/logic/depend.ts';
import { readLogic } from '../../../../forms/logic/edit-logic.ts';
import { targetsOf } from '../../../../forms/logic/plan.ts';
import type { Form } from '../../../../forms/types.ts';
import { ComboBox } from '../../../components/combo-box.tsx';
import { SmallButton } from '../../kit/action-menu.tsx';
import { Switch } from '../../../components/switch.tsx';
import type { Edit } from '../words.ts';
import { DependPanel } from './depend-panel.tsx';
import { RuleList, type Issues } from './rule-list.tsx';
import { useRuleWords } from './rule-words.ts';
import { TryLogic } from './try-logic.tsx';

const faces = ['sentences', 'depend', 'try'] as const;

type Props = {
  form: Form;
  edit: Edit;
  issues: Issues;
  /** The rule that is open, and the field whose rules alone are shown. */
  rule: string | null;
  about: string | null;
  onShow: (shown: { rule?: string | null; about?: string | null }) => void;
  onField: (path: string) => void;
  /** Whether the check found it well enough made to be drawn and tried; `wait` says else why not. */
  isSound: boolean;
  wait: ReactNode;
};

/** All of a form's logic on one page. */
export function LogicPanel(props: Props) {
  const { t } = useTranslation('builder');
  const [face, setFace] = useState<(typeof faces)[number]>('sentences');
  const rules = readLogic(props.form);
  if (!rules) return <p>{t('logic.onlyJson')}</p>;
  if (rules.length === 0) return <p className="prose-line">{t('logic.none')}</p>;
  return (
    <div className="space-y-6">
      <Switch
        label={t('logic.face.label')}
        all={faces}
        value={face}
        onChange={setFace}
        say={(name) => t(`logic.face.${name}`)}
      />
      {face === 'sentences' && <Sentences {...props} rules={rules} />}
      {face === 'depend' && <DependPanel form={props.form} rules={rules} />}
      {face === 'try' && (props.isSound ? <TryLogic form={props.form} rules={rules} edit={props.edit} /> : props.wait)}
    </div>
  );
}

function Sentences({
  form,
  rules,
  edit,
  issues,
  rule,
  about,
  onShow,
  onField,
}: Omit<Props, 'isSound' | 'wait'> & { rules: NonNullable<Form['logic']> }) {
  const { t } = useTranslation('builder');
  const { titleOf } = useRuleWords(form);
  const fieldsOf = (each: (typeof rules)[number]) => [...targetsOf(each.then), ...readBy(each)];
  const fields = [...new Set(rules.flatMap(fieldsOf))];
  const shown = about === null ? rules : rules.filter((each) => fieldsOf(each).includes(about));
  return (
    <div className="max-w-160 space-y-6">
      <div className="flex flex-wrap items-end gap-2">
        <ComboBox
          key={about}
          label={t('logic.filter')}
          value={about ?? ''}
          choices={fields.map((path) => ({ value: path, label: titleOf(path) }))}
          onChange={(path) => path !== (about ?? '') && onShow({ about: path || null })}
        />
        {about !== null && <SmallButton onPress={() => onShow({ about: null })}>{t('logic.showAll')}</SmallButton>}
      </div>
      <p role="status">{t('logic.count', { count: shown.length, all: rules.length })}</p>
      <RuleList
        form={form}
        rules={shown}
        edit={edit}
        issues={issues}
        open={rule}
        onOpen={(id) => onShow({ rule: id })}
        onField={onField}
      />
    </div>
  );
}
