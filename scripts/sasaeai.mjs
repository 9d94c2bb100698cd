// npm run -s sasaeai -- COMMAND: only the command's own answer goes to standard output.
import path from 'node:path';
import { checkNode, install, node24, root, run } from './prepare.mjs';

checkNode();
await install({ log: console.error, output: 2, development: false });
// npm moves to the project's folder, where a relative DATABASE_URL is meant from; files are meant from where the command was typed.
const cwd = process.env.npm_lifecycle_event === 'sasaeai' ? process.env.INIT_CWD : process.cwd();
const [, database] = /^sqlite:(?!:)(.+)$/.exec(process.env.DATABASE_URL ?? '') ?? [];
if (database) process.env.DATABASE_URL = `sqlite:${path.resolve(root, database)}`;
process.exit(await run(node24, [path.join(root, 'server/cli.ts'), ...process.argv.slice(2)], { cwd }));
