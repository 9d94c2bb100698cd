import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icon.tsx';
import { steps } from './use-import.ts';
import type { Import } from './use-import.ts';

/** The steps by name: those done lead back, until it is finished. */
export function StepNames({ work }: { work: Import }) {
  const { t } = useTranslation('imports');
  const here = steps.indexOf(work.step);
  return (
    <nav aria-label={t('steps')}>
      <ol className="flex flex-col gap-x-2 gap-y-1 sm:flex-row sm:flex-wrap sm:items-center">
        {steps.map((step, index) => {
          const name = t(`step.${step}`);
          const passed = index < here;
          return (
            <li key={step} className="flex items-center gap-2">
              {index > 0 && <Icon name="right" className="size-5 text-solid-gray-600 max-sm:hidden" />}
              {passed && work.step !== 'result' ? (
                <button
                  type="button"
                  className="link inline-flex min-h-11 items-center gap-2"
                  onClick={() => work.go(step)}
                >
                  <Mark number={index + 1} done />
                  {name}
                </button>
              ) : (
                <span
                  aria-current={index === here ? 'step' : undefined}
                  className={`inline-flex min-h-11 items-center gap-2 ${index === here ? 'font-bold' : 'text-solid-gray-700'}`}
                >
                  <Mark number={index + 1} done={passed} here={index === here} />
                  {name}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function Mark({ number, done, here }: { number: number; done?: boolean; here?: boolean }) {
  const look = here
    ? 'bg-blue-900 text-white border-blue-900'
    : done
      ? 'border-green-800 text-green-900'
      : 'border-solid-gray-600';
  return (
    <span
      aria-hidden="true"
      className={`inline-flex size-8 shrink-0 items-center justify-center rounded-full border-2 text-dns-14B-130 no-underline tabular-nums ${look}`}
    >
      {done ? <Icon name="check" /> : number}
    </span>
  );
}
