/*
 * Keeps the pages that forms are filled in on without the network, and nothing of what the server tells: answers of the API pass by it. By hand, as it has three
 * rules and a library for it would be larger than they are; registered only by who takes a form along.
 */

/** What the build puts here: every file that those pages are made of. */
const SHELL = ['__SHELL__'];
/** Of these files: a release with others keeps its own, and those of pages that are still open stay until these are closed. */
const NAME = 'sasaeai-__FILES__';
const INDEX = '/';
/** A page that does not answer by then is taken to be away: somebody waits in front of it. */
const PATIENCE_MS = 5_000;

type Waiting = Event & { waitUntil: (work: Promise<unknown>) => void };
type Asked = Event & { request: Request; respondWith: (answer: Promise<Response>) => void };
const worker = self as unknown as {
  clients: { claim: () => Promise<void> };
  addEventListener: ((on: 'install' | 'activate', listen: (event: Waiting) => void) => void) &
    ((on: 'fetch', listen: (event: Asked) => void) => void);
};

worker.addEventListener('install', (event) =>
  event.waitUntil(
    caches
      .open(NAME)
      .then((cache) => cache.addAll([INDEX, ...SHELL].map((url) => new Request(url, { cache: 'reload' })))),
  ),
);

worker.addEventListener('activate', (event) =>
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name !== NAME) await caches.delete(name);
      await worker.clients.claim();
    })(),
  ),
);

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin || pathname.startsWith('/api/')) return;
  if (request.mode === 'navigate') event.respondWith(openPage(request));
  else if (pathname.startsWith('/assets/') || SHELL.includes(pathname)) event.respondWith(readFile(request));
});

/** The server's page where it answers, so that a new release is there at once; else the one that was kept. */
async function openPage(request: Request): Promise<Response> {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    // A proxy that stands before a server that is away.
    if (answer.status < 500) return answer;
    return (await caches.match(INDEX)) ?? answer;
  } catch (error) {
    const kept = await caches.match(INDEX);
    if (kept) return kept;
    throw error;
  }
}

/** Built files carry their content's hash in the name: what was kept is what it would be. */
async function readFile(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  // Not where all was cleared away under a page that is still open.
  if (answer.ok && (await caches.has(NAME))) await (await caches.open(NAME)).put(request, answer.clone());
  return answer;
}
