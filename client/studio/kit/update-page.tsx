import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ButtonLink } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Notice } from '../../components/notice.tsx';
import type { Definition } from '../../lib/contract.ts';
import { useDefinitionPaths, WithDefinition } from './definition.tsx';
import { StudioTitle } from './studio-title.tsx';
import { UpdateSection } from './update-section.tsx';

/** What a release of the product brought beside what the city has, to be joined with it or put aside. */
export function UpdatePage() {
  return <WithDefinition>{(definition) => <Update definition={definition} />}</WithDefinition>;
}

function Update({ definition }: { definition: Definition }) {
  const { t } = useTranslation('settings');
  const { page } = useDefinitionPaths(definition);
  const navigate = useNavigate();
  return (
    <div className="space-y-10">
      <StudioTitle of={definition.kind} title={t('update.mark')} between={[{ name: definition.name, to: page() }]} />
      {definition.update ? (
        <UpdateSection key={definition.update.release} definition={definition} onTaken={() => void navigate(page())} />
      ) : (
        <EmptyState title={t('update.nothing')}>
          <ButtonLink to={page()}>{t('rules:publish.toStudio')}</ButtonLink>
        </EmptyState>
      )}
    </div>
  );
}

/** Says that something of the product waits, where there is. */
export function UpdateNotice({ definition }: { definition: Definition }) {
  const { t } = useTranslation('settings');
  const { page } = useDefinitionPaths(definition);
  if (!definition.update) return null;
  return (
    <Notice title={t('update.title', { release: definition.update.release })}>
      <p>{t(definition.draft ? 'update.besideDraft' : 'update.beside')}</p>
      <ButtonLink to={page('update')}>{t('update.look')}</ButtonLink>
    </Notice>
  );
}
