import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Loaded } from '../../components/loaded.tsx';
import type { Council, CouncilBoard as Stages } from '../../lib/contract.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';
import { Board, BoardColumn } from '../../record/board.tsx';

type Props = {
  councils: Council[];
  /** The stage that the list is narrowed to; '': none. */
  stage: string;
  /** Areas without a council belong to all councils (`''`), or to those of a tier; null: to none that are looked for. */
  lackingOf: string | null;
};

/** Councils side by side by the stage they are in, every stage in its place, and the areas in which there is none. */
export function CouncilBoard({ councils, stage, lackingOf }: Props) {
  const { api } = usePaths();
  const board = useGet<Stages>(api('councils/board'));
  return (
    <Loaded query={board}>
      {({ stages, lacking }) => {
        const shown = stages.filter(({ keys }) => stage === '' || keys.includes(stage));
        const named = new Set(shown.map(({ name }) => name));
        // What stands in no stage of its workflow has a place of its own.
        const others = Map.groupBy(
          councils.filter((council) => !named.has(nameOf(council))),
          nameOf,
        );
        const without = lacking.filter(({ tier }) => lackingOf === '' || lackingOf === String(tier));
        return (
          <div className="space-y-6">
            <Board>
              {shown.map(({ name }) => (
                <Column key={name} name={name} councils={councils.filter((council) => nameOf(council) === name)} />
              ))}
              {[...others].map(([name, members]) => (
                <Column key={name} name={name} councils={members} />
              ))}
            </Board>
            {lackingOf !== null && <Lacking lacking={without} />}
          </div>
        );
      }}
    </Loaded>
  );
}

const nameOf = ({ standing }: Council): string => standing.stage?.name ?? standing.name;

function Column({ name, councils }: { name: string; councils: Council[] }) {
  const { t } = useTranslation('councils');
  const { page } = usePaths();
  return (
    <BoardColumn name={name} count={t('councilCount', { count: councils.length })}>
      {councils.length === 0 && <p className="text-solid-gray-700">{t('board.none')}</p>}
      <ul className="space-y-3">
        {councils.map((council) => (
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
    </BoardColumn>
  );
}

/** Where a council would stand and none does, those of the first tier first. */
function Lacking({ lacking }: { lacking: Stages['lacking'] }) {
  const { t } = useTranslation('councils');
  return (
    <section className="space-y-2" aria-labelledby="areas-lacking">
      <h2 id="areas-lacking">{t('board.lacking', { count: lacking.length })}</h2>
      {lacking.length === 0 ? (
        <p>{t('board.noneLacking')}</p>
      ) : (
        <ul className="flex flex-wrap gap-2">
          {lacking
            .toSorted((first, second) => first.tier - second.tier)
            .map(({ area, tier }) => (
              <li key={area.id} className="rounded-8 border border-solid-gray-420 px-3 py-1">
                {t('board.lackingArea', { area: area.name, tier: t(`tier.${tier}`) })}
              </li>
            ))}
        </ul>
      )}
    </section>
  );
}
