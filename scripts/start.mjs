// npm start: from a fresh clone to a running server, saying what it does.
import { buildClient, checkNode, fail, install, serve } from './prepare.mjs';

checkNode();
await install({ development: false });
if ((await buildClient()) !== 0) fail('画面を組み立てられませんでした。 (The client could not be built; see above.)');
console.log('サーバーを始めています… (starting the server; Ctrl-C ends it)');
process.exit(await serve([{ args: ['server/main.ts'] }]));
