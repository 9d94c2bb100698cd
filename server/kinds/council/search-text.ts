import { normaliseForSearch } from '../../database/normalise.ts';
import type { CouncilRow } from './store.ts';

/** What a council is found by: its names and its area's. */
export const searchText = (council: Pick<CouncilRow, 'name' | 'name_kana' | 'local_name' | 'area_name'>): string =>
  normaliseForSearch([council.name, council.name_kana, council.local_name ?? '', council.area_name].join(' '));
