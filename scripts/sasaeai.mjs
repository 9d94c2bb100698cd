// npm run -s sasaeai -- COMMAND: only the command's own answer goes to standard output.
import { checkNode, install, node24, run } from './prepare.mjs';

checkNode();
await install({ log: console.error, output: 2, development: false });
process.exit(await run(node24, ['server/cli.ts', ...process.argv.slice(2)]));
