import { readRelease } from '../definitions/library.ts';
import { say } from '../kernel/texts/index.ts';
import { auditUsage, runAudit } from './audit.ts';
import { bundleUsage, runBundle } from './bundle.ts';
import { backupUsage, restoreUsage, runBackup, runRestore } from './backup.ts';
import type { CommandIo } from './command-io.ts';
import { draftUsage, runDraft } from './draft.ts';
import { sheetUsages } from './form-sheet.ts';
import { runForm } from './form.ts';
import { importUsage, runImport } from './import.ts';
import { BadInput, sayInOneLine } from './input.ts';
import { migrateUsage, runMigrate } from './migrate.ts';
import { municipalityUsage, runMunicipality } from './municipality.ts';
import { runRules } from './rules.ts';
import { unlockUsage } from './user-unlock.ts';
import { runUser, userUsage } from './user.ts';
import { Refused } from './with-installation.ts';
import { runWorkflow, workflowUsage } from './workflow.ts';

export type CliIo = CommandIo & { readStdin: () => Promise<string> };

/** What each is for stands in `kernel/texts` under `commands`. */
type Command = { run: (args: string[], io: CliIo) => Promise<0 | 1 | 2>; usage: string };

const commands: Record<string, Command> = {
  rules: { run: runRules, usage: 'rules eval RULES FACTS [--allow-undefined] | rules check RULES' },
  workflow: { run: runWorkflow, usage: workflowUsage },
  form: {
    run: runForm,
    usage: `form check FILE | form validate FILE DATA | ${Object.values(sheetUsages).join(' | ')}`,
  },
  draft: { run: runDraft, usage: draftUsage },
  bundle: { run: runBundle, usage: bundleUsage },
  import: { run: runImport, usage: importUsage },
  migrate: { run: runMigrate, usage: migrateUsage },
  municipality: { run: runMunicipality, usage: municipalityUsage },
  user: { run: runUser, usage: `${userUsage} | ${unlockUsage}` },
  audit: { run: runAudit, usage: auditUsage },
  backup: { run: runBackup, usage: backupUsage },
  restore: { run: runRestore, usage: restoreUsage },
};

function explain(name: string, io: CliIo): void {
  io.out(say(io.language ?? 'ja', `commands.${name}`));
  for (const line of commands[name]?.usage.split(/ \| (?=[a-z]+ [a-z]+)/) ?? []) io.out(`  ${line}`);
}

/** Runs one command line. 0: fine, 1: the answer is no, 2: bad input, with one line on `err`. */
export async function runCommand(args: string[], io: CliIo): Promise<0 | 1 | 2> {
  const [name = '', ...rest] = args;
  if (name === '--help' || name === 'help') {
    for (const each of Object.keys(commands)) explain(each, io);
    return 0;
  }
  if (name === '--version') {
    io.out(await readRelease());
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    io.err(`usage: ${Object.keys(commands).join(' | ')} … (--help shows more)`);
    return 2;
  }
  if (rest.includes('--help')) {
    explain(name, io);
    return 0;
  }
  try {
    return await command.run(rest, io);
  } catch (error) {
    const known = error instanceof BadInput || error instanceof Refused;
    io.err(`${known ? '' : `${name}: something unexpected: `}${sayInOneLine(error)}`);
    return error instanceof Refused ? 1 : 2;
  }
}
