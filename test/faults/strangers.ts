import { connect, type TestApp } from '../support/app.ts';

/** One of 16 million addresses. */
export const addressOf = (index: number): string => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;

/**
 * Strangers who sign in all at once, each from an address of its own as a proxy tells it (the worst case, since of one address there
 * are two at most), or where `from` says. Answers what each was answered.
 */
export async function strangers(app: TestApp, many: number, from: (index: number) => string): Promise<number[]> {
  const tries = Array.from({ length: many }, (_, index) =>
    connect(app).post(
      '/session',
      { email: `nobody-${index}@99901.example`, password: 'not the password' },
      { headers: { 'X-Forwarded-For': from(index) } },
    ),
  );
  return (await Promise.all(tries)).map((reply) => reply.status);
}

export const count = (statuses: number[], status: number): number => statuses.filter((each) => each === status).length;
