/* What a newer version of a form does to answers that were given before, in words. */

export function ChangeList({ changes }: { changes: string[] }) {
  return (
    <ul className="list-disc pl-6">
      {changes.map((change) => (
        <li key={change} className="wrap-anywhere">
          {change}
        </li>
      ))}
    </ul>
  );
}

/** Answers that have no place any more, so that they can be copied from it. */
export function AsideList({ aside }: { aside: { label: string; value: string }[] }) {
  return (
    <dl className="space-y-2">
      {aside.map(({ label, value }, index) => (
        <div key={index}>
          <dt className="font-bold">{label}</dt>
          <dd className="wrap-anywhere whitespace-pre-wrap">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
