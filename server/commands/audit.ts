import { verifySeals, type Finding } from '../settings/audit/verify-seals.ts';
import { listMunicipalities, readMunicipalityByCode } from '../settings/municipality/store.ts';
import type { CommandIo } from './command-io.ts';
import { BadInput } from './input.ts';
import { readOptions } from './read-options.ts';
import { withInstallation } from './with-installation.ts';

export const auditUsage = 'audit verify [--municipality CODE] [--head HASH]';

const saying: Record<Finding['finding'] | 'head-unknown', string> = {
  'line-changed': 'the line is not as it was when it was sealed',
  'line-missing': 'the line was sealed and is gone',
  'line-added': 'the line was added long after it says it happened',
  'line-unsealed': 'the line has no seal and waits for none: it was put in past the program',
  'seal-changed': 'the seal is not as it was made',
  'seals-missing': 'these seals are gone',
  'anchor-untold': 'the chain begins after this seal, and no line of it says that what was before was taken out',
  'head-unknown':
    'no chain has this head: it was made anew, or cut off, after the log told of it, or the head is of before the chain begins',
};

/**
 * `audit verify`: reads every line of the audit and its seal. Prints, as lines of JSON, each finding and then a summary of each
 * chain; 1 when there is a finding, or when the head of `--head` (from a log of earlier) is in no chain.
 */
export async function runAudit(args: string[], io: CommandIo): Promise<0 | 1> {
  const [command, ...rest] = args;
  if (command !== 'verify') throw new BadInput(`usage: ${auditUsage}`);
  const { values } = readOptions(rest, auditUsage, { values: ['municipality', 'head'] });
  const head = values.head?.toLowerCase();
  if (head !== undefined && !/^[0-9a-f]{64}$/.test(head))
    throw new BadInput('--head: 64 hexadecimal digits, as the log has them');
  return withInstallation(io, async (installation) => {
    const municipality =
      values.municipality === undefined
        ? undefined
        : await readMunicipalityByCode(installation.db, values.municipality);
    if (values.municipality !== undefined && !municipality)
      throw new BadInput(`--municipality ${values.municipality}: there is no such municipality`);
    const codes = new Map((await listMunicipalities(installation.db)).map((each) => [each.id, each.code]));
    const name = (chain: string): { municipality: string | null } => ({
      municipality: chain === '' ? null : (codes.get(chain) ?? chain),
    });
    const say = (line: object): void => io.out(JSON.stringify(line));
    const verified = await verifySeals(
      installation,
      { chain: municipality?.id, head },
      ({ finding, chain, ...place }) => {
        say({ finding, ...name(chain), ...place, says: saying[finding] });
      },
    );
    const headUnknown = head !== undefined && !verified.head;
    if (headUnknown) say({ finding: 'head-unknown', head, says: saying['head-unknown'] });
    for (const { chain, ...summary } of verified.chains) say({ ...name(chain), ...summary });
    if (head !== undefined && verified.head)
      say({ head, found: true, ...name(verified.head.chain), number: verified.head.number });
    say({ findings: verified.findings + (headUnknown ? 1 : 0) });
    return verified.findings > 0 || headUnknown ? 1 : 0;
  });
}
