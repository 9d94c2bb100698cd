import type { MunicipalContext } from '../kernel/context.ts';

/** Pages whose first word is not the tag of what they show. */
const tags: Readonly<Record<string, string>> = {
  lacks: 'needs',
  registers: 'records',
  findings: 'councils',
  'services/organisations': 'organisations',
};

/** May the asker be told of what stands on this page (`needs/ID`)? Who asks by a token that is limited to kinds: of those alone. */
export function coversPage({ token }: Pick<MunicipalContext, 'token'>, path: string): boolean {
  if (!token?.kinds) return true;
  const [first = '', second] = path.split(/[/?]/);
  return token.kinds.includes(tags[`${first}/${second}`] ?? tags[first] ?? first);
}
