import { answerOf } from '../../../forms/index.ts';
import type { EffectToPerform } from '../../effects/effect.ts';
import { tellChanges } from '../../kernel/audit-details.ts';
import { dayInJapan } from '../../kernel/clock.ts';
import { audit, type MunicipalContext } from '../../kernel/context.ts';
import { evaluateCouncil } from './evaluate-council.ts';
import { searchText } from './search-text.ts';
import { readCouncil, setEstablished, setLocalName } from './store.ts';

/** Effect: the council is founded on the day that the step names, else on the day of the step; also what it is to be called. */
export async function establishCouncil(ctx: MunicipalContext, { record, event }: EffectToPerform): Promise<void> {
  const council = record && (await readCouncil(ctx.db, ctx.municipality.id, record.id));
  if (!council) return;
  const of = (role: string): unknown => (event?.form ? answerOf(event.form, event.answers, role) : undefined);
  const [establishedOn, localName] = [of('established-on'), of('local-name')];
  const day = typeof establishedOn === 'string' ? establishedOn : event ? dayInJapan(event.happenedAt) : ctx.today;
  await setEstablished(ctx.db, council.id, day);
  const named = typeof localName === 'string' && localName !== '' ? localName : null;
  if (named) await setLocalName(ctx.db, council.id, named, searchText({ ...council, local_name: named }));
  await audit(
    ctx,
    'council.establish',
    { kind: 'council', id: council.id, title: council.name },
    {
      establishedOn: day,
      ...(named ? { changed: tellChanges({ local_name: [council.local_name, named] }) } : {}),
    },
  );
  await evaluateCouncil(ctx, council.id);
}
