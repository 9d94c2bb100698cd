import type { z } from 'zod';
import type { Issue } from '../../rules/types.ts';
import type { Definition } from '../definitions/definitions.ts';
import type { DefinitionKind, DefinitionRow } from '../definitions/store.ts';
import type { MunicipalContext } from '../kernel/context.ts';
import type * as contract from './contract.ts';

export type Body = Record<string, unknown>;
export type DraftCheck = z.infer<typeof contract.ruleCheck>;
export type Difference = z.infer<typeof contract.ruleDifference>;

/** A body that shall become the next version of its key, and what it would take the place of. */
export type Candidate = {
  kind: DefinitionKind;
  key: string;
  body: Body;
  /** The day from which it would be in force. */
  day: string;
  /** The key's newest version and the one in force today, as they were before. */
  latest: DefinitionRow | undefined;
  inForce: Definition | null;
  /** Versions that wait for a day to come, newest first. */
  later: { number: number; effectiveOn: string }[];
  /** Fields of forms that rules use and that may go or change all the same. */
  acknowledge: readonly string[];
};

/** What a check found. `examples` are those that the body brings along, if its kind has any. */
export type Faults = Omit<DraftCheck, 'ok' | 'blocks' | 'issues'> & { issues: Issue[] };

/**
 * What is particular about drafting one kind of definition. Everything else (drafts, publishing, comparing, going back) is the
 * same for all. Bodies have been checked for shape and size (`checkShape`) before any of these is asked.
 */
export type Slot<K extends DefinitionKind = DefinitionKind> = {
  kind: K;
  /** Stages that not every kind has. */
  stages: readonly ('examples' | 'impact')[];
  /** What is wrong with the body by itself; `beside` come with it. Others may be checked against it only where this is nothing. */
  checkItself(ctx: MunicipalContext, candidate: Candidate, beside: readonly Candidate[]): Promise<Issue[]>;
  /** What is wrong with it among what is there; those that come with it are stored by then. */
  checkAmong(ctx: MunicipalContext, candidate: Candidate): Promise<Faults>;
  /** What keeps it from being published although nothing is wrong with it. */
  listBlocks?(ctx: MunicipalContext, candidate: Candidate, faults: Faults): Promise<DraftCheck['blocks']>;
  /** The latest trial of exactly this body on what is stored. */
  findImpact?(ctx: MunicipalContext, candidate: Candidate): Promise<string | null>;
  /** Why a draft cannot be compared yet. */
  checkComparable?(ctx: MunicipalContext, body: Body): Promise<Issue[]>;
  compare(ctx: MunicipalContext, before: Body, after: Body): Promise<Difference[]>;
  /** What is to be made ready for a version that has been published. */
  published?(ctx: MunicipalContext, body: Body, effectiveOn: string): Promise<void>;
};
