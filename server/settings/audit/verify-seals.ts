import { readSnapshot } from '../../database/open.ts';
import type { AuditRow } from '../../kernel/audit-store.ts';
import type { Installation } from '../../kernel/installation.ts';
import { BEGINNING, chainOf, digestOf, hashOf } from './chain.ts';
import { isAnchorTold, listChains, listSealed, listUnsealed, readAnchor, type SealRow } from './seals-store.ts';

/** What is wrong, and where. Lines are named by their id, seals by their number in the chain. */
export type Finding =
  /** The line does not say what it said when it was sealed. */
  | { finding: 'line-changed'; chain: string; number: number; line: string; at: string; action: string }
  | { finding: 'line-missing'; chain: string; number: number; line: string }
  /** Sealed, but long after lines that happened later: somebody added it afterwards. */
  | { finding: 'line-added'; chain: string; number: number; line: string; at: string; sealedAt: string; action: string }
  /** Neither sealed nor waiting to be: it never will be. */
  | { finding: 'line-unsealed'; chain: string; line: string; at: string; action: string }
  | { finding: 'seal-changed'; chain: string; number: number; line: string }
  | { finding: 'seals-missing'; chain: string; number: number; until: number }
  /** The chain is said to begin later than with its first seal, and no line says that anything was taken out. */
  | { finding: 'anchor-untold'; chain: string; number: number };

export type ChainReport = {
  chain: string;
  /** The number that it begins with: what was before was kept for its years, and went. */
  begins: number;
  /** Seals that were read, and the last of them. */
  seals: number;
  number: number;
  head: string;
  /** Lines that a runner will seal within seconds. */
  waiting: number;
};

export type Verified = { chains: ChainReport[]; findings: number; head: { chain: string; number: number } | null };

export type VerifyOptions = {
  /** Only this chain. */
  chain?: string | undefined;
  /** A head of earlier, to look for. */
  head?: string | undefined;
};

const PAGE = 1000;

/** Reads every line and every seal, of one moment, and hands what is wrong to `report` as it is found. */
export async function verifySeals(
  installation: Installation,
  options: VerifyOptions,
  report: (finding: Finding) => void,
): Promise<Verified> {
  let findings = 0;
  const tell = (finding: Finding): void => {
    findings += 1;
    report(finding);
  };
  return readSnapshot(installation.db, async (db) => {
    const chains = new Map<string, ChainReport>();
    const chainReport = (chain: string): ChainReport => {
      const known = chains.get(chain) ?? { chain, begins: 1, seals: 0, number: 0, head: BEGINNING, waiting: 0 };
      chains.set(chain, known);
      return known;
    };
    const isAsked = (chain: string): boolean => options.chain === undefined || chain === options.chain;
    let head: Verified['head'] = null;
    for (const chain of (await listChains(db)).filter(isAsked)) {
      const summary = chainReport(chain);
      const anchor = await readAnchor(db, chain);
      if (anchor) {
        summary.begins = anchor.number + 1;
        summary.number = anchor.number;
        summary.head = anchor.hash;
        if (anchor.hash === options.head) head = { chain, number: anchor.number };
        if (!(await isAnchorTold(db, anchor))) tell({ finding: 'anchor-untold', chain, number: anchor.number });
      }
      const check = checkChain(chain, tell, anchor);
      while (true) {
        const sealed = await listSealed(db, chain, summary.number, PAGE);
        for (const { seal, line } of sealed) {
          check(seal, line);
          if (seal.hash === options.head) head = { chain, number: seal.number };
          summary.seals += 1;
          summary.number = seal.number;
          summary.head = seal.hash;
        }
        if (sealed.length < PAGE) break;
      }
    }
    for (let last = ''; ;) {
      const lines = await listUnsealed(db, last, PAGE);
      for (const line of lines.filter((each) => isAsked(chainOf(each)))) {
        if (line.waiting) chainReport(chainOf(line)).waiting += 1;
        else
          tell({
            finding: 'line-unsealed',
            chain: chainOf(line),
            line: line.id,
            at: line.happened_at,
            action: line.action,
          });
      }
      if (lines.length < PAGE) break;
      last = lines.at(-1)?.id ?? last;
    }
    return { chains: [...chains.values()], findings, head };
  });
}

/** Looks at the seals of one chain, to be given in order, with their lines. */
function checkChain(
  chain: string,
  tell: (finding: Finding) => void,
  anchor: { number: number; hash: string } = { number: 0, hash: BEGINNING },
): (seal: SealRow, line: AuditRow | null) => void {
  let before: { number: number; stored: string; computed: string } | null = {
    number: anchor.number,
    stored: anchor.hash,
    computed: anchor.hash,
  };
  const isLate = lateness();
  return (seal, line) => {
    const { number, audit_id } = seal;
    if (number !== (before?.number ?? 0) + 1) {
      tell({ finding: 'seals-missing', chain, number: (before?.number ?? 0) + 1, until: number - 1 });
      // What stood before is not known, so this seal's own hash has to be believed.
      before = null;
    }
    const holds = (digest: string): boolean => {
      if (!before) return true;
      // Where only the hash of the seal before was changed, this one still fits what it should have been.
      return [before.stored, before.computed].some((hash) => hashOf(hash, { ...seal, digest }) === seal.hash);
    };
    const digest = line && digestOf(line);
    if (!line) tell({ finding: 'line-missing', chain, number, line: audit_id });
    const sealHolds = holds(seal.digest);
    if (!sealHolds) tell({ finding: 'seal-changed', chain, number, line: audit_id });
    if (line && digest !== seal.digest && !(digest !== null && !sealHolds && holds(digest)))
      tell({ finding: 'line-changed', chain, number, line: audit_id, at: line.happened_at, action: line.action });
    else if (line && isLate(seal, line))
      tell({
        finding: 'line-added',
        chain,
        number,
        line: audit_id,
        at: line.happened_at,
        sealedAt: seal.sealed_at,
        action: line.action,
      });
    before = { number, stored: seal.hash, computed: before ? hashOf(before.stored, seal) : seal.hash };
  };
}

const MINUTE_MS = 60_000;
/** Seals come within seconds; what was sealed this much earlier was there first, also when a runner caught up. */
const EARLIER_MS = 10 * MINUTE_MS;
/** More than the longest request, and than clocks of servers differ. */
const LATE_MS = 120 * MINUTE_MS;

/** Tells of each line, in the order of its chain, whether lines that were sealed well before it happened well after it. */
function lateness(): (seal: SealRow, line: AuditRow) => boolean {
  /** The latest that happened among what was sealed well before. */
  let known = -Infinity;
  let recent: { sealedAt: number; latest: number }[] = [];
  return (seal, line) => {
    const sealedAt = Date.parse(seal.sealed_at);
    const happenedAt = Date.parse(line.happened_at);
    while (recent[0] && recent[0].sealedAt <= sealedAt - EARLIER_MS)
      known = Math.max(known, recent.shift()?.latest ?? known);
    // The clock itself was ahead and has been put right: what it said then is no measure.
    if (sealedAt < known - LATE_MS) {
      known = -Infinity;
      recent = [];
    }
    const isLate = happenedAt < known - LATE_MS;
    const last = recent.at(-1);
    if (isLate) return true;
    if (last?.sealedAt === sealedAt) last.latest = Math.max(last.latest, happenedAt);
    else recent.push({ sealedAt, latest: happenedAt });
    return false;
  };
}
