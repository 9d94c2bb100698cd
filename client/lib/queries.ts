import {
  QueryCache,
  QueryClient,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { ApiProblem, get, isPassing, send, Unreachable } from './api.ts';
import type { Query } from './api.ts';
import type { Me, Page } from './contract.ts';

export const meKey = ['/me'];

/** One client for the app. A 401 from anywhere forgets who is signed in, which brings the sign-in page. */
export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: (error) => forgetSession(client, error) }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (count, error) => isPassing(error) && count < (error instanceof Unreachable ? 1 : 3),
        retryDelay,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always', onError: (error) => forgetSession(client, error) },
    },
  });
  return client;
}

/** As the server asks, and a little apart, so that not all come back at the same moment. A minute (a full disk) is not waited for. */
const retryDelay = (_count: number, error: Error): number =>
  Math.min((error instanceof ApiProblem ? error.retryAfter : undefined) ?? 1, 5) * 1000 * (1 + Math.random() / 4);

const dueCodes = ['passwordTooShort', 'secondFactorNeeded'];

function forgetSession(client: QueryClient, error: Error): void {
  if (!(error instanceof ApiProblem)) return;
  if (error.status === 401) client.setQueryData(meKey, null);
  // Something has to be done first, since a moment ago: `/me` says what.
  if (dueCodes.includes(error.problem.code)) void client.invalidateQueries({ queryKey: meKey });
}

/** Who is signed in; null when nobody is. */
export function useMe() {
  return useQuery({ queryKey: meKey, queryFn: ({ signal }) => readMe(signal), staleTime: 60_000 });
}

async function readMe(signal: AbortSignal): Promise<Me | null> {
  try {
    return await get<Me>('/me', undefined, signal);
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return null;
    throw error;
  }
}

/** What reads `path` below `/api`, and where it is kept once read. */
export const getOptions = <T>(path: string | null, query: Query = {}) =>
  queryOptions({
    queryKey: [path, query],
    queryFn: ({ signal }) => get<T>(path ?? '', query, signal),
  });

/** Reads `path` below `/api`. Show it with `<Loaded query={…}>`. A null path waits. */
export function useGet<T>(path: string | null, query: Query = {}) {
  return useQuery({
    ...getOptions<T>(path, query),
    enabled: path !== null,
    placeholderData: (before, query) => (query?.queryKey[0] === path ? before : undefined),
  });
}

/** Reads a cursor-paged list below `/api`, page after page. Show it with `<LoadedPages query={…}>`. A null path waits. */
export function usePages<T>(path: string | null, query: Query = {}) {
  return useInfiniteQuery({
    queryKey: [path, query, 'pages'],
    queryFn: ({ pageParam, signal }) => get<Page<T>>(path ?? '', { ...query, cursor: pageParam }, signal),
    enabled: path !== null,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: (before) => before,
  });
}

type Sending = {
  method?: 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  path: string;
  body?: unknown;
  version?: number;
  query?: Query;
};

/**
 * A write; afterwards everything shown is read anew. When no answer came, or none that says for sure, sending the same again
 * goes with the same Idempotency-Key, so that nothing is done twice. After a conflict that was shown and put away (`reset`), what is sent
 * next to the same path goes against what was stored then, whatever version the form began from.
 */
export function useSend<T = unknown>() {
  const client = useQueryClient();
  const unanswered = useRef<{ what: string; key: string } | null>(null);
  const met = useRef<{ path: string; version: number } | null>(null);
  const mutation = useMutation<T, Error, Sending>({
    mutationFn: async ({ method = 'POST', path, body, version: begun, query }) => {
      const version = begun !== undefined && met.current?.path === path ? Math.max(begun, met.current.version) : begun;
      const what = JSON.stringify([method, path, body, version]);
      const key = unanswered.current?.what === what ? unanswered.current.key : crypto.randomUUID();
      unanswered.current = { what, key };
      try {
        const answer = await send<T>(method, path, body, { version, key, query });
        unanswered.current = null;
        return answer;
      } catch (error) {
        if (!isPassing(error)) unanswered.current = null;
        throw error;
      }
    },
    onSuccess: () => client.invalidateQueries(),
  });
  const { mutateAsync } = mutation;
  /** Whoever waits hears of it also where what was read anew has taken the asking component off the page. */
  const mutate = useCallback(
    (
      sending: Sending,
      { onSuccess, onError }: { onSuccess?: (answer: T) => void; onError?: (error: Error) => void } = {},
    ) => void mutateAsync(sending).then(onSuccess, onError ?? (() => {})),
    [mutateAsync],
  );
  const reset = () => {
    const version = storedVersion(mutation.error);
    if (mutation.variables && version !== undefined) met.current = { path: mutation.variables.path, version };
    mutation.reset();
  };
  return { ...mutation, mutate, reset };
}

/** The version that a conflict says is stored. */
function storedVersion(error: Error | null): number | undefined {
  const current = error instanceof ApiProblem ? (error.problem.current as { version?: number } | undefined) : undefined;
  return current?.version;
}
