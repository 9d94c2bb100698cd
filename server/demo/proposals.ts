import { writeProposal } from '../kinds/proposal/index.ts';
import type { Stage } from './stage.ts';
import type { DemoCity } from './types.ts';

export function planProposals(stage: Stage): void {
  for (const proposal of stage.city.proposals) planProposal(stage, proposal);
}

function planProposal(stage: Stage, proposal: DemoCity['proposals'][number]): void {
  const key = `proposal:${proposal.title}`;
  const council = stage.city.councils.find((each) => each.key === proposal.council);
  const by = stage.coordinator(council?.area ?? null);
  stage.add(proposal.day, () =>
    stage.as(by, proposal.day, async (ctx) => {
      const { id } = await writeProposal(ctx, {
        kind: proposal.kind,
        fromCouncilId: stage.id(`council:${proposal.council}`),
        toCouncilId: stage.id('council:tier1'),
        answers: {
          title: proposal.title,
          body: proposal.body,
          ...(proposal.request && { request: proposal.request }),
        },
      });
      stage.keep(key, id);
    }),
  );
  stage.add(proposal.day, () => stage.step(by, proposal.day, 'proposal', stage.id(key), 'SEND'));
  const { answer } = proposal;
  if (!answer) return;
  stage.add(answer.day - 1, () =>
    stage.step(stage.email('tier1'), answer.day - 1, 'proposal', stage.id(key), 'RECEIVE'),
  );
  stage.add(answer.day, () =>
    stage.step(stage.email('tier1'), answer.day, 'proposal', stage.id(key), answer.event, { comment: answer.reason }),
  );
}
