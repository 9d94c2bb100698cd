import type { ReactNode } from 'react';

export type Tone = 'neutral' | 'accent' | 'good' | 'attention' | 'bad';

const tones: Record<Tone, string> = {
  neutral: 'border-solid-gray-600 text-solid-gray-800 bg-white',
  accent: 'border-blue-900 text-blue-1000 bg-blue-50',
  good: 'border-green-800 text-green-900 bg-green-50',
  attention: 'border-orange-800 text-orange-1000 bg-orange-50',
  bad: 'border-red-900 text-red-1000 bg-red-50',
};

/** A stage or a state, as a word in a frame. */
export function Badge({ children, tone = 'neutral' }: { children: ReactNode; tone?: Tone }) {
  return (
    <span className={`inline-block rounded-6 border px-2 py-1 text-dns-14B-130 sm:whitespace-nowrap ${tones[tone]}`}>
      {children}
    </span>
  );
}
