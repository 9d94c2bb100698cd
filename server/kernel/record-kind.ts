export type RecordKind = 'council' | 'need' | 'referral' | 'proposal';
