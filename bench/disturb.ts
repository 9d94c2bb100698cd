// What disturbs somebody who lists needs (flood.ts), in a process of its own: what others send must not keep the listener's own clock waiting.
import { code, email, password } from './backtest.ts';
import { signIn } from './over-http.ts';

export type Disturbance = keyof typeof disturb;

/** Where the server answers, and what is done to it until `flood.ts` says that it is enough. */
const [origin = '', ...what] = process.argv.slice(2);
const disturb = { strangers: signInAsStrangers, upload, backtest };
let goOn = true;
process.once('message', () => {
  goOn = false;
  process.disconnect();
});
const ask = await signIn(origin, email, password);
process.send?.('begun');
await Promise.all(what.map((name) => disturb[name as Disturbance]()));

/** Each from an address of its own, as a flood comes, five times a second. What they are told does not matter. */
async function signInAsStrangers(): Promise<void> {
  await Promise.all(
    Array.from({ length: 50 }, async (_each, stranger) => {
      for (let attempt = 0; goOn; attempt += 1) {
        const headers = {
          'Content-Type': 'application/json',
          'X-Forwarded-For': `198.51.${stranger}.${attempt % 250}`,
        };
        const body = JSON.stringify({
          email: `stranger${stranger}@${code}.example`,
          password: 'a guess that is wrong',
        });
        const response = await fetch(`${origin}/api/session`, { method: 'POST', headers, body });
        await response.arrayBuffer();
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }),
  );
}

/** A list of just under 20 MB, over and over, by somebody who may. */
async function upload(): Promise<void> {
  const row = `見本の会,サロン,中央区,${'あ'.repeat(60)}\n`;
  const file = new TextEncoder().encode(
    `団体,サービス,圏域,説明\n${row.repeat(Math.floor(19_000_000 / new TextEncoder().encode(row).length))}`,
  );
  while (goOn)
    await ask<{ id: string }>('POST', `municipalities/${code}/imports/files?fileName=large.csv`, file)
      .then(({ id }) => ask('POST', `municipalities/${code}/imports/preview`, { fileId: id }))
      .catch(() => undefined);
}

async function backtest(): Promise<void> {
  while (goOn) {
    const base = `municipalities/${code}/rules/referral/backtests`;
    const { id } = await ask<{ id: string }>('POST', base, { from: 1, to: 'draft' });
    for (
      let status = 'waiting';
      goOn && status !== 'done';
      { status } = await ask<{ status: string }>('GET', `${base}/${id}`)
    ) {
      if (status === 'failed') throw new Error('the back-test failed');
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}
