import type { Municipality } from '../lib/contract.ts';

/** The places of the navigation, in order; `can` is the permission that opens one (home is for everybody). */
export const places = [
  { path: 'home', text: 'nav.home', can: null },
  { path: 'councils', text: 'nav.councils', can: 'councils' },
  { path: 'needs', text: 'nav.needs', can: 'needs' },
  { path: 'referrals', text: 'nav.referrals', can: 'referrals' },
  { path: 'services', text: 'nav.services', can: 'services' },
  { path: 'registers', text: 'nav.registers', can: 'registers' },
  { path: 'proposals', text: 'nav.proposals', can: 'proposals' },
  { path: 'settings', text: 'nav.settings', can: 'settings' },
] as const;

/** Pages that stand below another place than their address says. */
const parts: Record<string, string> = { meetings: 'councils', people: 'needs', referrals: 'needs', year: 'home' };

/** The place among those shown that a page is in: of `/042021/meetings/…` the councils. */
export function placeOf(pathname: string, shown: readonly { path: string }[]): string | undefined {
  const first = pathname.split('/')[2] ?? '';
  return [first, parts[first]].find((path) => shown.some((place) => place.path === path));
}

/** Those open to the asker. Who can see needs finds referrals there; the place of its own is for providers. */
export function listPlaces({ can }: Municipality) {
  return places.filter(
    (place) => place.can === null || (can[place.can] === true && !(place.path === 'referrals' && can['needs'])),
  );
}
