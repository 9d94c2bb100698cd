import { useParams } from 'react-router';
import { usePaths } from '../../lib/municipality.tsx';

/** What the studio's parts link to: pages of one rule set, and its part of the API. */
export function useRulePaths(given?: string) {
  const params = useParams();
  const { page, api } = usePaths();
  const key = given ?? params['key'] ?? '';
  return {
    key,
    page: (rest = '') => page(`settings/rules/${key}${rest && `/${rest}`}`),
    api: (rest = '') => api(`rules/${key}${rest && `/${rest}`}`),
  };
}
