import { describe, expect, it } from 'vitest';
import type { Installation } from '../../../../server/kernel/installation.ts';
import { hashLimits, inHashTurn, type Hasher } from '../../../../server/settings/sign-in/hash-turn.ts';
import { networkOf } from '../../../../server/settings/sign-in/network-of.ts';

/** A queue of its own, with work that ends when it is told to. */
function openQueue() {
  const installation = {} as Installation;
  const ends: (() => void)[] = [];
  let running = 0;
  let most = 0;
  const begin = (who: Hasher): Promise<string> =>
    inHashTurn(installation, who, async () => {
      most = Math.max(most, ++running);
      await new Promise<void>((end) => void ends.push(end));
      running--;
      return who.key;
    });
  const endAll = async (): Promise<void> => {
    for (let idle = 0; idle < 5; idle++) {
      for (const end of ends.splice(0)) {
        idle = 0;
        end();
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { begin, endAll, most: () => most };
}

const stranger = (key: string): Hasher => ({ key, known: false });
const known = (key: string): Hasher => ({ key, known: true });
const outcome = (work: Promise<string>): Promise<string> =>
  work.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );
const count = (outcomes: string[], what: string): number => outcomes.filter((each) => each === what).length;

describe('turns to hash', () => {
  it('leave a core and a thread to the others', () => {
    expect(hashLimits.running).toBeGreaterThan(0);
    expect(hashLimits.running).toBeLessThan(4);
  });

  it('go to as many as there are cores to spare, while fifteen strangers wait and the rest is sent away', async () => {
    const queue = openQueue();
    const all = Array.from({ length: 100 }, (_, index) => outcome(queue.begin(stranger(`${index}`))));
    await queue.endAll();
    const outcomes = await Promise.all(all);
    expect([count(outcomes, 'done'), count(outcomes, 'signInBusy')]).toEqual([
      hashLimits.running + 15,
      100 - hashLimits.running - 15,
    ]);
    expect(outcomes.slice(0, hashLimits.running + 15)).toEqual(Array(hashLimits.running + 15).fill('done'));
    expect(queue.most()).toBe(hashLimits.running);
  });

  it('keep five places for known browsers, whatever strangers do', async () => {
    const queue = openQueue();
    const strangers = Array.from({ length: 50 }, (_, index) => outcome(queue.begin(stranger(`${index}`))));
    const people = Array.from({ length: 7 }, (_, index) => outcome(queue.begin(known(`${index}`))));
    await queue.endAll();
    expect(count(await Promise.all(people), 'done')).toBe(5);
    expect(count(await Promise.all(strangers), 'done')).toBe(hashLimits.running + 15);
  });

  it('are two at most of one address or one known account, which do not count for each other', async () => {
    const queue = openQueue();
    const all = [stranger('a'), stranger('a'), stranger('a'), known('a'), known('a'), known('a'), stranger('b')].map(
      (who) => outcome(queue.begin(who)),
    );
    await queue.endAll();
    expect(await Promise.all(all)).toEqual(['done', 'done', 'signInBusy', 'done', 'done', 'signInBusy', 'done']);
    const later = outcome(queue.begin(stranger('a')));
    await queue.endAll();
    expect(await later).toBe('done');
  });

  it('are given back by work that fails', async () => {
    const installation = {} as Installation;
    for (let time = 0; time < 30; time++)
      await expect(inHashTurn(installation, stranger('a'), () => Promise.reject(new Error('no')))).rejects.toThrow(
        'no',
      );
    expect(await inHashTurn(installation, stranger('a'), () => Promise.resolve('yes'))).toBe('yes');
  });
});

describe('where from', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:aaaa::1', '2001:db8:1:2'],
    ['2001:db8:1:2::', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['', ''],
  ])('%s is of %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
