import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Table } from '../../components/table.tsx';
import type { CouncilRecord, Member } from '../../lib/contract.ts';
import { formatShortDay } from '../../lib/dates.ts';
import { MemberForm } from './member-form.tsx';

/** The council's people, those of now first; adding, correcting and ending a term for those who may. */
export function MemberList({ council }: { council: CouncilRecord }) {
  const { t } = useTranslation('councils');
  const [editing, setEditing] = useState<Member | 'new' | null>(null);
  const mayEdit = council.can['members'] === true;
  const members = council.members.toSorted((a, b) => Number(b.current) - Number(a.current));
  return (
    <div className="space-y-4">
      {members.length === 0 ? (
        <EmptyState title={t('members.empty')}>
          <p>{t('members.emptyHelp')}</p>
        </EmptyState>
      ) : (
        <Table
          caption={t('tabs.people')}
          rows={members}
          columns={[
            { key: 'name', header: t('members.name'), cell: (one) => <span className="font-bold">{one.name}</span> },
            { key: 'role', header: t('members.role'), cell: (one) => t(`memberRole.${one.role}`) },
            {
              key: 'organisation',
              header: t('members.organisation'),
              cell: (one) => one.organisation?.name ?? t('none'),
            },
            {
              key: 'term',
              header: t('members.term'),
              cell: (one) =>
                t(one.endsOn ? 'members.fromTo' : 'members.from', {
                  from: formatShortDay(one.startsOn),
                  to: formatShortDay(one.endsOn),
                }) + (one.current ? '' : t('members.ended')),
            },
            ...(mayEdit
              ? [
                  {
                    key: 'do',
                    button: true,
                    header: t('members.action'),
                    cell: (one: Member) => (
                      <Button
                        kind="text"
                        label={t('members.editOne', { name: one.name })}
                        onPress={() => setEditing(one)}
                      >
                        {t('common:action.edit')}
                      </Button>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {mayEdit && <Button onPress={() => setEditing('new')}>{t('members.add')}</Button>}
      {editing && (
        <Dialog
          title={editing === 'new' ? t('members.add') : t('members.editOne', { name: editing.name })}
          isOpen
          onClose={() => setEditing(null)}
        >
          <MemberForm
            councilId={council.id}
            member={editing === 'new' ? null : editing}
            onClose={() => setEditing(null)}
          />
        </Dialog>
      )}
    </div>
  );
}
