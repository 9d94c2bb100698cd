import type { TFunction } from 'i18next';
import { allActions, allRoles } from '../../../registers/edit.ts';
import type { Register, RegisterRight } from '../../../registers/types.ts';
import type { Standing } from './named.ts';

type Say = TFunction<'register-studio'>;

export const sayRole = (t: Say, role: string): string => t(`common:role.${role}`, role);

/** What a stage or a tag is called: 「段階「頼める」」; one that the workflow does not have keeps its own name, and says so. */
export function sayStanding(t: Say, standings: readonly Standing[], value: string): string {
  const standing = standings.find((each) => each.value === value);
  if (!standing) return t(`standing.unknown`, { value });
  if (value === 'open' || value === 'over') return t(`standing.${value}`);
  const [first = value, second, ...more] = standing.names;
  if (standing.kind === 'stage') return t(`standing.stage`, { name: first });
  const names = [first, ...(second ? [second] : [])].join(t(`standing.or`));
  return t(more.length > 0 ? `standing.tagMore` : `standing.tag`, { names });
}

/** One row of the rights in a sentence or two, as one would say it of these roles. */
export function sayRight(
  t: Say,
  register: Pick<Register, 'personal'>,
  standings: readonly Standing[],
  right: RegisterRight,
  who: string = right.roles.map((role) => sayRole(t, role)).join(t(`common:list.separator`)),
): string {
  const { may, where = 'own', when = [], as, told: audience } = right;
  if (who === '') return t(`reads.nobody`);
  if (may.length === 0) return t(`reads.nothing`, { who });
  const done = allActions.filter((action) => may.includes(action)).map((action) => t(`may.${action}`));
  const params = {
    who,
    where: t(`reads.where.${where}`),
    may: done.join(t(`reads.and`)),
    when: when.map((value) => sayStanding(t, standings, value)).join(t(`reads.both`)),
  };
  const sentences = [
    t(when.length > 0 ? `reads.when` : `reads.right`, params),
    ...(may.includes('see') && !may.includes('names')
      ? [
          audience
            ? t(`reads.told`, { audience: t(`builder:audience.${audience}`, audience) })
            : register.personal
              ? t(`reads.untold`)
              : [],
        ].flat()
      : []),
    ...(as && !right.roles.every((role) => role === as) ? [t(`reads.as`, { role: sayRole(t, as) })] : []),
  ];
  return sentences.reduce((first, second) => t(`reads.then`, { first, second }));
}

/** What each role may do, role by role, also those that may do nothing. */
export const sayRights = (
  t: Say,
  register: Pick<Register, 'personal' | 'rights'>,
  standings: readonly Standing[],
): { role: string; sentences: string[] }[] =>
  allRoles.map((role) => {
    const rights = register.rights.filter(({ roles, may }) => roles.includes(role) && may.length > 0);
    const who = sayRole(t, role);
    return {
      role,
      sentences:
        rights.length === 0
          ? [t(`reads.none`, { who })]
          : rights.map((right) => sayRight(t, register, standings, right, who)),
    };
  });

/** The part of the studio in which a place of the register is edited. */
export function partOf(path: string): 'basics' | 'rights' | 'list' | 'facts' {
  if (path.startsWith('/rights')) return 'rights';
  if (/^\/(list|views)/.test(path)) return 'list';
  return /^\/(facts|advice|opens)/.test(path) ? 'facts' : 'basics';
}
