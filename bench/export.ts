import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { demoPassword, loadDemo } from '../server/demo/load-demo.ts';
import { onBothEngines, say, time, type Bench } from './over-http.ts';
import { grow } from './service.ts';

const city = 'municipalities/042021';
const needs = 100_000;
const files = [
  ['CSV for people', 'format=csv'],
  ['CSV machine-readable', 'format=csv&face=machine'],
  ['Excel for people', 'format=xlsx'],
  ['Excel machine-readable', 'format=xlsx&face=machine'],
] as const;

/** Prints what writing 100,000 needs out costs: as a ratio to reading the same rows page by page as JSON, and the memory that it takes beside a part of them. */
export async function benchExport(): Promise<void> {
  console.log(
    `node ${process.version}; the list of needs as a file over HTTP, to be thrown away by its reader. 1 ×: the same rows read as JSON, 200 at a time. MB: the most that the process held beyond its rest while the file was made.\n`,
  );
  await onBothEngines(measure);
}

async function measure(engine: string, { installation, origin }: Bench): Promise<void> {
  const { db } = installation;
  await loadDemo(installation);
  await grow(db, needs, 300);
  const cookie = await signInAt(origin);
  const headers = { Cookie: cookie };
  const get = async (path: string): Promise<Response> => {
    const response = await fetch(`${origin}/api/${city}/${path}`, { headers });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  let rows = 0;
  const reading = await time(async () => {
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = (await (await get(`needs?limit=200${cursor && `&cursor=${cursor}`}`)).json()) as {
        items: unknown[];
        next: string | null;
      };
      rows += page.items.length;
      cursor = page.next;
    }
  });
  console.log(`${engine.padEnd(26)}${say(rows)} rows read in ${say(reading)} ms`);
  console.log(`${''.padEnd(26)}      ms     ×     MB   MB of a part`);
  const urgent = 'urgency=high';
  for (const [name, query] of files) {
    const [, part] = await held(async () => drain(await get(`needs/export?${query}&${urgent}`)));
    const [took, whole] = await held(async () => drain(await get(`needs/export?${query}`)));
    console.log(
      `  ${name.padEnd(24)}${say(took).padStart(8)}${(took / reading).toFixed(2).padStart(6)}${say(whole).padStart(7)}${say(part).padStart(15)}`,
    );
  }
  console.log('');
}

async function signInAt(origin: string): Promise<string> {
  const response = await fetch(`${origin}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ municipality: '042021', email: 'tier1@ishinomaki.example.jp', password: demoPassword }),
  });
  if (!response.ok) throw new Error(await response.text());
  return response.headers
    .getSetCookie()
    .map((set) => set.split(';')[0])
    .join('; ');
}

async function drain(response: Response): Promise<void> {
  const reader = response.body?.getReader();
  while (reader && !(await reader.read()).done);
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** How long the work took, and the most of the heap and of buffers that was held beyond what was before it, in MB: looked at each second, after a collection. */
async function held(work: () => Promise<void>): Promise<[ms: number, most: number]> {
  const used = (): number => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const rest = used();
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, used() - rest)), 1000);
  const took = await time(work);
  clearInterval(watch);
  return [took, Math.max(0, most) / 1_048_576];
}
