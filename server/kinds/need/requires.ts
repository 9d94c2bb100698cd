import type { Requirements } from '../../../workflows/types.ts';

/**
 * A need's tags: `new` (taken in, nobody has looked into it) · `seeking` (somebody is to be found) · `referred` (a service
 * was asked) · `supported`, of it `kept` (goes on without a referral) · `reviewed` (a service has ended: the person is asked) · `unmet` (nobody was found) · `at-council` · `lacking` (of both: counts as what the area lacks) ·
 * `over`; everything else is `open`. The first tag of a state is its value in filters.
 * Its marks: `refer`, `accepted`, `refused`, `withdrawn`, `completed`, `stopped`, `nobody-left` are the server's own, and
 * `others-supported`, `others-waiting` (one of several services has ended: where it stands by those that go on); for people
 * `assess`, `declare-unmet`, `take-to-council`, `tell-department`, `check-up`, `review`, `finish`, `seek-again`, `keep`, `close`, `reopen`.
 * A workflow that knows `refer` where a service was asked already has several under way at once.
 */
export const needRequires: Requirements = {
  tags: {
    new: {
      ja: '受け付けた困りごとが、ホームの「確認する」に出なくなります。',
      en: 'Needs that were taken in would no longer wait on a home page to be looked into.',
    },
    seeking: {
      ja: 'つなぎ先を探す困りごとが、ホームに出なくなります。',
      en: 'Needs that somebody has to be found for would no longer wait on a home page.',
    },
    unmet: {
      ja: 'つなぎ先のない困りごとが、ホームに出なくなります。',
      en: 'Needs that nobody meets would no longer wait on a home page.',
    },
    lacking: {
      ja: '「足りないもの」に数えられず、第1層へ送る候補も見つからなくなります。',
      en: 'Nothing would count as lacking, and no candidate to send up would be found.',
    },
    over: {
      ja: '困りごとを終えられず、いつまでも対応中のままになります。',
      en: 'No need would ever be over.',
    },
  },
  marks: {
    refer: { ja: '団体に紹介を送れなくなります。', en: 'Nothing could be referred to a service.' },
    accepted: {
      ja: '団体が引き受けても、困りごとが「支援中」に進みません。',
      en: 'A need would not move on when a service accepts.',
    },
    refused: {
      ja: '団体が断っても、困りごとが戻らず、次の候補を探せません。',
      en: 'A need would not come back when a service refuses, and no next one would be looked for.',
    },
    withdrawn: {
      ja: '紹介を取り下げても、困りごとが戻りません。',
      en: 'A need would not come back when its referral is withdrawn.',
    },
    completed: {
      ja: '支援が終わっても、困りごとが終わりません。',
      en: 'A need would not close when the support is completed.',
    },
    stopped: {
      ja: '支援が中止されても、困りごとが戻らず、次の候補を探せません。',
      en: 'A need would not come back when the support is stopped.',
    },
    'nobody-left': {
      ja: '候補がなくなっても、「つなぎ先なし」になりません。',
      en: 'A need would not become unmet when no candidate is left.',
    },
  },
  words: [],
  days: ['received-on', 'checked-on'],
};
