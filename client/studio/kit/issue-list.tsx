/** What a check found, each with its place in the definition. */
export function IssueList({ issues }: { issues: readonly { path: string; message: string }[] }) {
  return (
    <ul className="list-disc pl-6">
      {issues.map((issue, index) => (
        <li key={index} className="wrap-anywhere">
          <span className="font-mono">{issue.path || '/'}</span>
          {'\u3000'}
          {issue.message}
        </li>
      ))}
    </ul>
  );
}
