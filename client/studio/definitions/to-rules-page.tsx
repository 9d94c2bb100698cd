import { Navigate, useParams } from 'react-router';
import { usePaths } from '../../lib/municipality.tsx';

/** Where a rule set would be if it stood among the other definitions: it has a place of its own. */
export function ToRulesPage() {
  const { key = '' } = useParams();
  const { page } = usePaths();
  return <Navigate to={page(`settings/rules/${key}`)} replace />;
}
