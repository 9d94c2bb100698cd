import type { Requirements } from '../../../workflows/types.ts';

/**
 * A referral's tags: `waiting` (for the service's reply) · `accepted` · `supporting` · `completed` · `refused`, `stopped` and
 * of both `given-back` (the service is not asked again) · `withdrawn` · `over`; everything else is `open`.
 * Its marks: `accept`, `refuse`, `start`, `complete`, `stop`, `withdraw`.
 */
export const referralRequires: Requirements = {
  tags: {
    waiting: {
      ja: '返事を待つ紹介が、団体のホームに「返事をする」と出なくなります。',
      en: 'Referrals would no longer wait for a reply on the home page of the service.',
    },
    accepted: {
      ja: '引き受けた団体に、どなたの困りごとかが伝わらなくなります。',
      en: 'A service that accepted would not be told who the resident is.',
    },
    completed: {
      ja: '支援を終えた団体が、順位の計算に数えられず、その人のことも見られなくなります。',
      en: 'Completed support would not count in rankings, and its service could no longer read about the resident.',
    },
    'given-back': {
      ja: '断った団体に、同じ困りごとをまた紹介してしまいます。',
      en: 'A service that refused would be asked for the same need again.',
    },
    over: {
      ja: '紹介がいつまでも終わりません。',
      en: 'No referral would ever be over.',
    },
  },
  marks: {
    complete: { ja: '支援の完了を記録できなくなります。', en: 'No support could be completed.' },
    refuse: { ja: '団体が紹介を断れなくなります。', en: 'A service could not refuse.' },
    accept: { ja: '団体が紹介を引き受けられなくなります。', en: 'A service could not accept.' },
  },
  words: ['service', 'organisation'],
  days: [],
};
