import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Council } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';

/** Councils side by side by the stage they are in. */
export function CouncilBoard({ councils }: { councils: Council[] }) {
  const { t } = useTranslation('councils');
  const { page } = usePaths();
  const inOrder = councils.toSorted((a, b) => placeOf(a) - placeOf(b));
  const stages = Map.groupBy(inOrder, ({ standing }) => standing.stage?.name ?? standing.name);
  return (
    <div className="grid gap-6 sm:grid-cols-2 lg:grid-cols-3">
      {[...stages].map(([stage, members]) => (
        <section key={stage} aria-label={stage} className="space-y-3 rounded-8 bg-solid-gray-50 p-4">
          <h2 className="text-[1.125rem]">
            {stage}
            <span className="ml-2 font-normal tabular-nums">{t('councilCount', { count: members.length })}</span>
          </h2>
          <ul className="space-y-3">
            {members.map((council) => (
              <li key={council.id} className="surface relative space-y-1 hover:bg-blue-50">
                <Link className="link font-bold after:absolute after:inset-0" to={page(`councils/${council.id}`)}>
                  {council.closed
                    ? t('common:closedName', { name: council.localName ?? council.name })
                    : (council.localName ?? council.name)}
                </Link>
                <p>{council.standing.name}</p>
                <p className="text-dns-14N-130 text-solid-gray-700">
                  {council.area.name} ／ {t(`tier.${council.tier}`)}
                </p>
                {council.findings > 0 && (
                  <p className="font-bold text-orange-1000">{t('findings:count', { count: council.findings })}</p>
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** By the order of the stages in its workflow; what has none comes last. */
function placeOf({ standing }: Council): number {
  return standing.stage && standing.stage.place >= 0 ? standing.stage.place : Number.MAX_SAFE_INTEGER;
}
