import type { Form } from '../../forms/types.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import type { Installation } from '../kernel/installation.ts';
import type { RecordKind } from '../kernel/record-kind.ts';

/** An effect as its handler sees it. `event` is what asked for it, with the step's answers. */
export type EffectToPerform = {
  id: string;
  type: string;
  params: Record<string, unknown>;
  record: { kind: RecordKind; id: string } | null;
  event: {
    id: string;
    type: string;
    actorId: string | null;
    /** The form that the step asked, which says what its answers are; null: none. */
    form: Form | null;
    answers: Record<string, unknown>;
    details: Record<string, unknown> | null;
    happenedAt: string;
  } | null;
};

/** `afterwards`: what is begun once the effect has been committed, and not waited for. */
export type EffectHandler = (
  ctx: MunicipalContext,
  effect: EffectToPerform,
  afterwards: (begin: (installation: Installation) => void) => void,
) => Promise<void>;

/** What is done for each type of effect. */
export type EffectHandlers = Readonly<Record<string, EffectHandler>>;
