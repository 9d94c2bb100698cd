type SwitchProps<T extends string> = {
  label: string;
  all: readonly T[];
  value: T;
  onChange: (value: T) => void;
  say: (option: T) => string;
  /** As wide as what it stands in. */
  fills?: boolean;
};

/** One of a few ways to look at the same thing. */
export function Switch<T extends string>({ label, all, value, onChange, say, fills = false }: SwitchProps<T>) {
  return (
    <div className="flex" role="group" aria-label={label}>
      {all.map((option) => (
        <button
          key={option}
          type="button"
          aria-pressed={value === option}
          onClick={() => onChange(option)}
          className={`min-h-11 border ${fills ? 'flex-1 px-2' : 'px-4'} first:rounded-l-8 last:rounded-r-8 last:border-l-0 ${value === option ? 'border-blue-900 bg-blue-50 font-bold text-blue-1000' : 'border-solid-gray-600'}`}
        >
          {say(option)}
        </button>
      ))}
    </div>
  );
}
