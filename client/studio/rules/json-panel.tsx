import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { exportPlain } from '../../../rules/edit-plain.ts';
import type { RuleSet } from '../../../rules/types.ts';
import { TextArea } from '../../components/text-field.tsx';
import type { RuleBody } from '../../lib/contract.ts';
import { SmallButton } from './action-menu.tsx';
import { saveFile } from './save-file.ts';

type Props = { body: RuleBody; ruleSet: RuleSet | null; onChange: (body: RuleBody) => void };

/** The whole document as JSON, both ways: what is typed counts as soon as it can be read, and nothing that the tree cannot show is lost. */
export function JsonPanel({ body, ruleSet, onChange }: Props) {
  const { t } = useTranslation('rules');
  const [typed, setTyped] = useState<{ text: string; body: RuleBody } | null>(null);
  const read = typed && readBody(typed.text);
  // What was changed elsewhere since is shown, unless what is typed here cannot be read yet.
  const text = typed && (typed.body === body || read === null) ? typed.text : JSON.stringify(body, null, 2);
  return (
    <div className="space-y-4">
      <div className="font-mono text-[0.875rem]">
        <TextArea
          label={t('json.label')}
          rows={26}
          value={text}
          error={typed && read === null ? t('json.wrong') : null}
          onChange={(next) => {
            const parsed = readBody(next);
            setTyped({ text: next, body: parsed ?? body });
            if (parsed) onChange(parsed);
          }}
        />
      </div>
      <div className="flex flex-wrap gap-2">
        <SmallButton onPress={() => saveFile(`${String(body['key'] ?? 'rules')}.rules.json`, `${JSON.stringify(body, null, 2)}\n`, 'application/json')}>{t('json.download')}</SmallButton>
        {ruleSet && <SmallButton onPress={() => saveFile(`${ruleSet.key}.json`, `${JSON.stringify(exportPlain(ruleSet), null, 2)}\n`, 'application/json')}>{t('json.plain')}</SmallButton>}
      </div>
    </div>
  );
}

function readBody(text: string): RuleBody | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as RuleBody) : null;
  } catch {
    return null;
  }
}
