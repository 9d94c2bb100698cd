import type { Requirements } from '../../../workflows/types.ts';

/**
 * Tags of a proposal or report: `draft` (only its writers see it, and may change it) · `sent` (to be received) · `received` ·
 * `under-study` · `adopted` (until it is given up: it covers what other councils lack of the same kind), of it `under-way` and `carried-out` ·
 * `not-adopted`, `passed-on`, `noted`, `discarded`, `given-up`, all `over`, as `carried-out` is; everything else is `open`.
 * Its marks: `send` (from then on the receiver sees it), `discard`, `receive`, `adopt`, `study`, `not-adopt`, `pass-on`, `note`; of
 * what was adopted `plan`, `progress`, `carry-out`, `give-up`, each of which is news to the council that it came from.
 */
export const proposalRequires: Requirements = {
  tags: {
    draft: {
      ja: '下書きを書き直せず、ホームにも出なくなります。',
      en: 'Drafts could not be changed, and would not wait on a home page.',
    },
    sent: {
      ja: '届いた提案が、第1層のホームに「受け取る」と出なくなります。',
      en: 'What arrives would not wait on the 1st tier’s home page to be received.',
    },
    over: {
      ja: '提案がいつまでも終わらず、ホームに残り続けます。',
      en: 'No proposal would ever be over; all would stay on home pages.',
    },
  },
  marks: {
    send: {
      ja: '送っても、第1層の協議体から見えません。',
      en: 'The 1st-tier council would not see what is sent to it.',
    },
  },
  words: ['council', 'to'],
  days: ['sent-on', 'due-on', 'told-on'],
};
