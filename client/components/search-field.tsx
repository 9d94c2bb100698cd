import { useEffect, useRef, useState } from 'react';
import { TextField } from './text-field.tsx';

const pauseMs = 300;

/**
 * Words to search by. What is typed stays here until the typing pauses: an input tied to the address directly would break
 * off Japanese conversion in the middle of a word.
 */
export function SearchField({ label, help, value, onChange }: { label: string; help?: string; value: string; onChange: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  const told = useRef(value);
  useEffect(() => {
    if (value !== told.current) {
      told.current = value;
      setTyped(value);
    }
  }, [value]);
  useEffect(() => {
    if (typed === told.current) return;
    const timer = setTimeout(() => {
      told.current = typed;
      onChange(typed);
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [typed]);
  return <TextField type="search" label={label} help={help} value={typed} onChange={setTyped} />;
}
