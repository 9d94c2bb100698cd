import type { Context } from '../kernel/context.ts';

/**
 * What the kinds above tell of a kind's records. A kind says in its `related.ts` what it asks of them, each kind above hands its part
 * in (a `related.ts` too), and `kinds/index.ts` puts the parts together: what is missing there does not compile.
 */
export const relatedTo =
  <Related extends object>(kind: string) =>
  (ctx: Pick<Context, 'related'>): Related => {
    const related = ctx.related[kind];
    if (!related) throw new Error(`nothing tells what is related to ${kind}`);
    // The list is typed where it is made (`kinds/index.ts`).
    return related as Related;
  };
