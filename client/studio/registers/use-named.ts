import { readForm } from '../../../forms/edit.ts';
import type { Form } from '../../../forms/types.ts';
import type { Register } from '../../../registers/types.ts';
import type { Workflow } from '../../../workflows/types.ts';
import type { Definition, DefinitionBody, RuleBody, RuleDraft } from '../../lib/contract.ts';
import { isObject } from '../../lib/is-object.ts';
import { usePaths } from '../../lib/municipality.tsx';
import { useGet } from '../../lib/queries.ts';

/** The body of a definition that is named: its open draft, or else its latest version. Undefined while it is asked for and where there is none. */
export function useNewest(
  kind: 'form' | 'workflow' | 'register',
  list: readonly Definition[],
  key: string,
): RuleBody | undefined {
  const { api } = usePaths();
  const entry = list.find((each) => each.key === key);
  const [latest] = entry?.versions ?? [];
  const draft = useGet<RuleDraft>(entry?.draft ? api(`definitions/${kind}/${key}/draft`) : null);
  const version = useGet<DefinitionBody>(
    entry && !entry.draft && latest ? api(`definitions/${kind}/${latest.id}`) : null,
  );
  return entry?.draft ? draft.data?.body : version.data?.body;
}

export type Named = { forms: Definition[]; workflows: Definition[]; form: Form | null; workflow: Workflow | null };

/** What there is to be named by a register, and what of it is named, as it will be once its draft is published. */
export function useNamed(register: Register | null): Named {
  const { api } = usePaths();
  const forms = useGet<Definition[]>(api('definitions/form')).data ?? [];
  const workflows = useGet<Definition[]>(api('definitions/workflow')).data ?? [];
  const form = useNewest('form', forms, register?.form ?? '');
  const workflow = useNewest('workflow', workflows, register?.workflow ?? '');
  return {
    forms,
    workflows,
    form: form ? readForm(form) : null,
    workflow: workflow && isWorkflow(workflow) ? workflow : null,
  };
}

/** A draft of a workflow may lack anything: then it is not spoken of. */
const isWorkflow = (body: RuleBody): body is RuleBody & Workflow =>
  isObject(body['machine']) && isObject(body['states']) && isObject(body['steps']) && isObject(body['texts']);
