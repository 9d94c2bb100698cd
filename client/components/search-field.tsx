import { TextField } from './text-field.tsx';

/** Words to search by, given after a short pause in typing. */
export function SearchField(props: { label: string; help?: string; value: string; onChange: (value: string) => void }) {
  return <TextField type="search" {...props} />;
}
