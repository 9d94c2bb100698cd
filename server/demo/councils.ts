import { createCouncil, createMember } from '../kinds/council/index.ts';
import { listCouncilMeetings } from '../kinds/meeting/index.ts';
import { councilSteps } from './council-steps.ts';
import type { Stage } from './stage.ts';
import type { DemoCity, DemoCouncil } from './types.ts';

export function planCouncils(stage: Stage): void {
  planCouncil(stage, stage.city.tier1Council, 1);
  for (const council of stage.city.councils) planCouncil(stage, council, 2);
}

function planCouncil(
  stage: Stage,
  council: DemoCouncil & { name?: string; nameKana?: string; coordinator?: string },
  tier: 1 | 2,
): void {
  const area = stage.city.areas.find((each) => each.key === council.area);
  const key = `council:${council.key}`;
  const by = tier === 1 ? stage.email('tier1', council.area) : stage.coordinator(council.area);
  const steps = councilSteps(council, stage.city.users.find((user) => user.email === by)?.name ?? '', stage.dayOf);
  const first = Math.min(-20, ...steps.map((step) => step.day)) - 5;
  stage.add(first, () =>
    stage.as(stage.email('administrator'), first, async (ctx) => {
      const { id } = await createCouncil(ctx, {
        name: council.name ?? `${area?.name}地区協議体（第2層）`,
        nameKana: council.nameKana ?? `${area?.nameKana}チクキョウギタイ`,
        localName: council.localName ?? null,
        tier,
        areaId: stage.id(`area:${council.area ?? 'root'}`),
        workflowKey: council.workflow,
      });
      stage.keep(key, id);
    }),
  );
  for (const [index, member] of membersOf(stage.city, council).entries())
    stage.add(first + 1, () =>
      stage.as(stage.email('administrator'), first + 1, (ctx) =>
        createMember(ctx, stage.id(key), {
          name: member.name,
          nameKana: member.nameKana,
          role: index === 0 ? 'chair' : 'member',
          organisationId: stage.id(`organisation:${member.organisation}`),
          userId: council.key === 'kama' && index === 1 ? stage.id('member@ishinomaki.example.jp') : null,
          startsOn: ctx.today,
          endsOn: null,
        }),
      ),
    );
  for (const step of steps)
    stage.add(step.day, async () => {
      await stage.step(by, step.day, 'council', stage.id(key), step.event, step.answers);
      // What registers name as the meeting that agreed is the council's latest by then.
      const [latest] = await stage.as(
        by,
        step.day,
        async (ctx) => (await listCouncilMeetings(ctx, stage.id(key), { limit: 1 })).items,
      );
      if (latest) stage.keep(`meeting:${council.key}`, latest.id);
    });
}

function membersOf(city: DemoCity, council: DemoCouncil): { name: string; nameKana: string; organisation: string }[] {
  const family = ['見本', '例示', '架空', '仮名', '試作', '想定', '範例', '模擬', '例題'];
  const given: [string, string][] = [
    ['しげる', 'シゲル'],
    ['太郎', 'タロウ'],
    ['きみえ', 'キミエ'],
    ['よしこ', 'ヨシコ'],
    ['たもつ', 'タモツ'],
    ['すみれ', 'スミレ'],
    ['まさる', 'マサル'],
    ['ひろし', 'ヒロシ'],
    ['かずえ', 'カズエ'],
  ];
  const kana = ['ミホン', 'レイジ', 'カクウ', 'カメイ', 'シサク', 'ソウテイ', 'ハンレイ', 'モギ', 'レイダイ'];
  const bodies = city.organisations.filter((organisation) => !['company'].includes(organisation.kind));
  return Array.from({ length: council.members ?? 0 }, (_, index) => {
    const [name, nameKana] = given[index % given.length] ?? ['', ''];
    const turn = (index + council.key.length) % family.length;
    return {
      name: `${family[turn]} ${name}`,
      nameKana: `${kana[turn]} ${nameKana}`,
      organisation: bodies[(index + council.key.length) % bodies.length]?.key ?? '',
    };
  });
}
