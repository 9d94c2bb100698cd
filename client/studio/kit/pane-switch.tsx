type Props<Pane extends string> = {
  label: string;
  panes: readonly Pane[];
  pane: Pane;
  onChange: (pane: Pane) => void;
  /** What a pane is called. */
  name: (pane: Pane) => string;
};

/** On a phone, where panes that stand side by side elsewhere are looked at one by one: which one. */
export const PaneSwitch = <Pane extends string>({ label, panes, pane, onChange, name }: Props<Pane>) => (
  <div className="flex gap-2 lg:hidden" role="group" aria-label={label}>
    {panes.map((choice) => (
      <button
        key={choice}
        type="button"
        aria-pressed={pane === choice}
        onClick={() => onChange(choice)}
        className={`min-h-11 flex-1 rounded-8 border px-2 ${pane === choice ? 'border-blue-900 bg-blue-50 font-bold text-blue-1000' : 'border-solid-gray-600'}`}
      >
        {name(choice)}
      </button>
    ))}
  </div>
);
