/* The command line: `npm run -s sasaeai -- COMMAND`. Nothing is imported before the check, so that an old Node gets as far as it. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 7)) {
  process.stderr.write(
    `Node.js 24.7 or newer is needed, this is ${process.versions.node}: use "npm run -s sasaeai -- COMMAND", which brings its own.\n`,
  );
  process.exit(2);
}

const { EventEmitter } = await import('node:events');
const { readFile } = await import('node:fs/promises');
const { buffer, text } = await import('node:stream/consumers');
const { runCommand } = await import('./commands/run-command.ts');

// Whoever reads the answer may stop when it has enough: `… | head`.
process.stdout.on('error', () => process.exit());

process.exitCode = await runCommand(process.argv.slice(2), {
  readFile: (path) => (path === '-' ? buffer(process.stdin) : readFile(path)),
  readStdin: () => text(process.stdin),
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
  // Japanese, unless the shell says English: a bare "C" says nothing.
  language: /^en/i.test(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '') ? 'en' : 'ja',
  ready: async () => process.stdout.writableNeedDrain && EventEmitter.once(process.stdout, 'drain'),
});

export {};
