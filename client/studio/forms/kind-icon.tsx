import type { FieldKind } from '../../../forms/outline.ts';
import type { PresetId } from '../../../forms/presets.ts';

const line = 'M5 7h14M5 12h14M5 17h9';
const chosen = 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16m0 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6';
const people = 'M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6M3 19a6 6 0 0 1 12 0M16 5.500a3 3 0 0 1 0 5M17 13a6 6 0 0 1 4 6';
const listed = 'M4 7h16v10H4ZM14 11l2 2 2-2';
const shapes: Record<PresetId | FieldKind, string> = {
  text: 'M6 6h12M12 6v13',
  longText: line,
  kana: 'M6 8h10M10 5c0 8-1 11-4 13M14 10c-1 5-5 8-7 7s2-6 6-5 5 6 1 8',
  number: 'M9 5 7 19M17 5l-2 14M5 10h14M5 15h14',
  date: 'M4 6h16v14H4ZM4 10h16M8 3v4M16 3v4',
  calculated: 'M5 3h14v18H5ZM8 7h8M8 12h.100M12 12h.100M16 12h.100M8 16h.100M12 16h.100M16 16h.100',
  dateTime: 'M4 6h16v14H4ZM4 10h16M8 3v4M16 3v4M12 12v3l2 1',
  period: 'M4 6h16v14H4ZM4 10h16M8 15h8M14 13l2 2-2 2',
  time: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M12 8v4l3 2',
  yesNo: 'M8 7h8a5 5 0 0 1 0 10H8A5 5 0 0 1 8 7M16 10v4',
  one: chosen,
  several: 'M5 5h14v14H5ZM8 12l3 3 5-6',
  oneListed: listed,
  severalListed: listed,
  area: 'M12 21c-4-5-6-8-6-11a6 6 0 0 1 12 0c0 3-2 6-6 11M12 8v4',
  serviceType: 'M4 12 12 4h8v8l-8 8ZM16 8h.100',
  organisation: people,
  member: people,
  need: 'M5 5h14v11h-7l-4 4v-4H5Z',
  meeting: 'M4 18v-3h16v3M8 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4M16 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4',
  record: 'M6 3h8l4 4v14H6ZM14 3v4h4M9 14h6M12 11l3 3-3 3',
  records: 'M9 3h7l4 4v10H9ZM5 7v14h10M11 12h6M11 15h6',
  telephone: 'M8 3h8v18H8ZM11 18h2',
  email: 'M4 6h16v12H4ZM4 7l8 6 8-6',
  consent: 'M6 3h12v18H6ZM9 12l2 2 4-5',
  address: 'M4 11 12 4l8 7v9H4ZM10 20v-5h4v5',
  photo: 'M4 7h4l2-3h4l2 3h4v13H4ZM12 10a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7',
  document: 'M6 3h8l4 4v14H6ZM14 3v4h4M9 13h6M9 17h6',
  files: 'M8 12l5-5a3 3 0 0 1 4 4l-7 7a5 5 0 0 1-7-7l6-6',
  lines: line,
  group: 'M4 5h16v14H4ZM4 9h16',
  list: 'M8 8h12v12H8ZM4 16V4h12',
  page: 'M7 3h10v7H7ZM7 14h10v7H7ZM3 12h18',
  heading: 'M6 5v14M18 5v14M6 12h12',
  explanation: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M12 11v5M12 8h.100',
  signature: 'M4 19h16M5 15c3-9 6-11 7-9s-3 8-1 8 3-3 4-3 0 3 4 2',
  raw: 'M9 6l-5 6 5 6M15 6l5 6-5 6',
};

/** A picture of a kind of field, always beside its word. */
export function KindIcon({ name }: { name: PresetId | FieldKind }) {
  return (
    <svg
      className="size-5 shrink-0 text-blue-900"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={shapes[name]} />
    </svg>
  );
}
