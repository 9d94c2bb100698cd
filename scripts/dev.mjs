// npm run dev: the server and the client, each renewed when a file changes.
import { checkNode, install, serve, tools } from './prepare.mjs';

checkNode();
await install();
console.log('サーバーと画面を始めています… (starting server and client; Ctrl-C ends both)');
process.exit(await serve([{ args: ['--watch', 'server/main.ts'] }, { args: [tools.vite] }]));
