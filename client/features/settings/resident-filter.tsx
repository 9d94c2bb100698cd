import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { TextField } from '../../components/text-field.tsx';
import type { Page, Person } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';

const SHOWN = 10;

/** A resident found by name, kana or telephone. Who was found is on record too. */
export function ResidentFilter({ onChoose }: { onChoose: (id: string) => void }) {
  const { t } = useTranslation('settings');
  const { api } = usePaths();
  const [words, setWords] = useState('');
  const searchWords = words.trim();
  const residents = useGet<Page<Person>>(searchWords ? api('people') : null, { q: searchWords, limit: SHOWN });
  return (
    <div className="space-y-3 sm:col-span-2">
      <TextField label={t('audit.findResident')} type="search" value={words} onChange={setWords} />
      {searchWords !== '' && (
        <Loaded query={residents} lines={1}>
          {({ items, total }) =>
            items.length === 0 ? (
              <p>{t('audit.noResident')}</p>
            ) : (
              <div role="group" aria-label={t('audit.residents')}>
                <ul className="flex flex-wrap gap-x-3">
                  {items.map((person) => (
                    <li key={person.id}>
                      <Button
                        kind="text"
                        onPress={() => {
                          setWords('');
                          onChoose(person.id);
                        }}
                      >
                        {t('people:numbered', { number: person.number, name: person.name })}
                      </Button>
                    </li>
                  ))}
                </ul>
                {total > items.length && <p>{t('audit.moreResidents', { count: total - items.length })}</p>}
              </div>
            )
          }
        </Loaded>
      )}
    </div>
  );
}
