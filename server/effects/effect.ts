import type { z } from 'zod';
import type { Form } from '../../forms/types.ts';
import { isSubject } from '../../registers/index.ts';
import type { Sent } from '../../workflows/index.ts';
import type { Context, MunicipalContext } from '../kernel/context.ts';
import type { Installation } from '../kernel/installation.ts';
import type { RecordKind } from '../kernel/record-kind.ts';
import type { CodeList } from '../settings/codes/store.ts';

/** An effect as what performs it sees it. `event` is what asked for it, with the step's answers. */
export type EffectToPerform<Params = Record<string, unknown>> = {
  id: string;
  type: string;
  params: Params;
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

/** A step that is about to be taken: the record, and the form with what was answered. */
export type StepToTake = {
  record: { kind: RecordKind; id: string };
  form: Form;
  answers: Record<string, unknown>;
};

type Perform<Params> = (
  ctx: MunicipalContext,
  effect: EffectToPerform<Params>,
  /** What is begun once the effect has been committed, and not waited for. */
  afterwards: (begin: (installation: Installation) => void) => void,
) => Promise<void>;

/** A type of effect: all that publishing a workflow checks, and what is done. */
export type EffectDeclaration<Params = Record<string, unknown>> = {
  type: string;
  /** Whose workflows may ask for it; none: only the server itself does. */
  subjects: readonly RecordKind[];
  /** Those of every register, too. */
  registers: boolean;
  /** The shape of its params. */
  params: z.ZodObject;
  /** Params that are keys of the city's code lists: which list, by the param's name. */
  codes: Readonly<Record<string, CodeList>>;
  /** Roles of fields of the step's form that it cannot do without. Where there are any, a step has to ask for it. */
  reads: readonly string[];
  /** The step that it takes by itself, and of which kind's record; null: none. */
  sends(params: Params): Sent | null;
  /**
   * What of a step's answers it could not be performed with, or may not be for whoever takes the step, by the field's role: the step is
   * refused. Left out: nothing.
   */
  refuses?(ctx: MunicipalContext, step: StepToTake): Promise<{ role: string; code: string; message: string }[]>;
  perform: Perform<Params>;
};

/**
 * Declares an effect, its params typed by their shape. Those of a stored effect are checked before it is performed: one that
 * does not fit fails, is tried again, and is told to the administrator when it is given up.
 */
export function defineEffect<Shape extends z.ZodObject>(
  declared: { type: string; params: Shape; perform: Perform<z.output<Shape>> } & Partial<
    Pick<EffectDeclaration<z.output<Shape>>, 'subjects' | 'registers' | 'codes' | 'reads' | 'sends' | 'refuses'>
  >,
): EffectDeclaration {
  const { type, params, perform, subjects = [], registers = false, codes = {}, reads = [], sends, refuses } = declared;
  return {
    type,
    subjects,
    registers,
    params,
    codes,
    reads,
    sends: (given) => {
      const read = params.safeParse(given);
      return read.success ? (sends?.(read.data) ?? null) : null;
    },
    ...(refuses && { refuses }),
    perform: (ctx, effect, afterwards) => perform(ctx, { ...effect, params: params.parse(effect.params) }, afterwards),
  };
}

/** May workflows about this kind ask for it? */
export const mayAsk = ({ subjects, registers }: EffectDeclaration, subject: RecordKind): boolean =>
  subjects.includes(subject) || (registers && isSubject(subject));

/** The effect of a type, from the list that was handed in (`kinds/index.ts`); undefined for one that is not in it. */
export const effectOf = ({ effectTypes }: Pick<Context, 'effectTypes'>, type: string): EffectDeclaration | undefined =>
  // The list is typed where it is made.
  Object.hasOwn(effectTypes, type) ? (effectTypes[type] as EffectDeclaration) : undefined;
