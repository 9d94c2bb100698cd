import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setRequired } from '../../../../forms/edit.ts';
import { addRule, beginEffect, effectsFor, readLogic, rulesOn } from '../../../../forms/logic/edit-logic.ts';
import type { Item } from '../../../../forms/outline.ts';
import type { Form } from '../../../../forms/types.ts';
import { Notice } from '../../../components/notice.tsx';
import { ActionMenu, SmallButton } from '../../kit/action-menu.tsx';
import type { Edit } from '../words.ts';
import { RuleList, type Issues } from './rule-list.tsx';

type Props = { form: Form; item: Item; edit: Edit; issues: Issues };

/** What rules do with one field: show it, demand it, refuse what is answered to it, when … */
export function FieldLogic({ form, item, edit, issues }: Props) {
  const { t } = useTranslation('builder');
  const [open, setOpen] = useState<string | null>(null);
  const rules = readLogic(form);
  if (!rules) return <p>{t('logic.onlyJson')}</p>;
  const own = rulesOn(rules, item.path);
  const isShown = own.some(({ then }) => 'show' in then);
  return (
    <div className="space-y-4 border-t border-solid-gray-300 pt-4">
      <h3>{t('logic.title')}</h3>
      {own.length === 0 && <p className="text-dns-14N-130 text-solid-gray-700">{t('logic.noneHere')}</p>}
      <RuleList form={form} rules={own} edit={edit} issues={issues} open={open} onOpen={setOpen} />
      {isShown && item.isRequired && item.isOwn && (
        <Notice tone="warn" title={t('logic.requiredHidden')}>
          <SmallButton
            onPress={() => {
              const { form: next } = addRule(
                setRequired(form, item.path, false),
                { require: [item.path] },
                Math.random,
                {},
              );
              edit(next);
            }}
          >
            {t('logic.requireWhenAsked')}
          </SmallButton>
        </Notice>
      )}
      <ActionMenu
        title={t('logic.add')}
        actions={effectsFor(form, item).map((effect) => ({
          id: effect,
          name: t(`logic.effect.${effect}`),
          onAction: () => {
            const made = addRule(form, beginEffect(form, item.path, effect), Math.random);
            edit(made.form);
            setOpen(made.id);
          },
        }))}
      />
    </div>
  );
}
