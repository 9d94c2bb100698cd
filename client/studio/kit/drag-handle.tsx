import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';

/** What an entry is dragged by, with the mouse or (Enter, arrows, Enter) the keyboard. */
export function DragHandle({ name }: { name: string }) {
  const { t } = useTranslation('rules');
  return (
    <Button
      slot="drag"
      aria-label={t('drag', { name })}
      className="flex min-h-11 w-8 shrink-0 cursor-grab items-center justify-center rounded-4 text-solid-gray-700 hover:bg-solid-gray-100"
    >
      <svg className="size-5" viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
        {[6, 12, 18].flatMap((y) => [9, 15].map((x) => <circle key={`${x} ${y}`} cx={x} cy={y} r="1.6" />))}
      </svg>
    </Button>
  );
}
