import type { FieldProps, WidgetProps } from '@rjsf/utils';
import { createContext, use, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sayAddress } from '../../forms/walk.ts';
import { Button } from '../components/button.tsx';
import { HelpText } from '../components/field.tsx';
import { TextField } from '../components/text-field.tsx';
import { get } from '../lib/api.ts';
import type { PostalPlaces } from '../lib/contract.ts';
import { isObject } from '../lib/is-object.ts';
import { usePaths } from '../lib/municipality.tsx';

type Place = PostalPlaces['items'][number];
/** What the postal code hands to the address around it: what was typed, and the whole code that it is. */
const AroundCode = createContext<{ lookUp: (typed: string, code: string | null) => void } | null>(null);

const isPlace = (address: Record<string, unknown>, place: Place): boolean =>
  (['prefecture', 'city', 'town'] as const).every((part) => (address[part] ?? '') === place[part]);
const isBare = (address: Record<string, unknown>): boolean =>
  ['prefecture', 'city', 'town'].every((part) => (address[part] ?? '') === '');

/** A postal address: a group as any other, of which the postal code fills in what the table says, where nothing stands there yet. */
export function AddressField(props: FieldProps) {
  const { onChange, fieldPathId, registry, uiSchema } = props;
  const { t } = useTranslation('form');
  const { api } = usePaths();
  const [places, setPlaces] = useState<PostalPlaces | null>(null);
  const [announced, announce] = useState('');
  const latestCode = useRef('');
  const address: Record<string, unknown> = isObject(props.formData) ? props.formData : {};
  // What is typed while the table is asked stays.
  const latest = useRef(address);
  // The list that it is in may have lost an entry by then: its place is another.
  const tell = useRef((next: Record<string, unknown>) => onChange(next, fieldPathId.path));
  useEffect(() => {
    latest.current = address;
    tell.current = (next) => onChange(next, fieldPathId.path);
  });
  // Of an entry that has gone nothing is filled in.
  useEffect(() => () => void (latestCode.current = ''), []);
  const fill = (before: Record<string, unknown>, place: Place): void => {
    tell.current({ ...before, ...place, town: place.town || undefined });
    announce(t('address.found', { place: sayAddress(place) }));
  };
  const lookUp = async (typed: string, code: string | null): Promise<void> => {
    latest.current = { ...address, postalCode: typed === '' ? undefined : typed };
    tell.current(latest.current);
    latestCode.current = code ?? '';
    setPlaces(null);
    if (code === null) return;
    try {
      const answer = await get<PostalPlaces>(api(`postal-codes/${code}`));
      if (latestCode.current !== code) return;
      setPlaces(answer);
      const [only, ...others] = answer.items;
      if (only && others.length === 0 && isBare(latest.current)) fill(latest.current, only);
    } catch {
      // Without an answer the address is typed by hand, as without a table.
    }
  };
  const { ObjectField } = registry.fields;
  if (!ObjectField) return null;
  const { 'ui:field': _field, ...drawing } = uiSchema ?? {};
  const offered = places?.items.filter((place) => !isPlace(address, place)) ?? [];
  const isSettled = places?.items.some((place) => isPlace(address, place)) ?? true;
  return (
    <AroundCode value={{ lookUp: (typed, code) => void lookUp(typed, code) }}>
      <ObjectField
        {...props}
        uiSchema={{ ...drawing, postalCode: { ...drawing['postalCode'], 'ui:widget': 'postalCode' } }}
      />
      {places?.loaded && places.items.length === 0 && <HelpText>{t('address.unknown')}</HelpText>}
      {!isSettled && offered.length > 0 && (
        <div className="mt-3 space-y-2">
          <p>{t(offered.length > 1 ? 'address.several' : 'address.other')}</p>
          <ul className="flex flex-wrap gap-2">
            {offered.map((place) => (
              <li key={sayAddress(place)}>
                <Button onPress={() => fill(address, place)}>{t('address.use', { place: sayAddress(place) })}</Button>
              </li>
            ))}
          </ul>
        </div>
      )}
      <p role="status" className="sr-only">
        {announced}
      </p>
    </AroundCode>
  );
}

/** ９８６ー０８２５ is 986-0825; null for what is no whole code yet. */
export function toPostalCode(typed: string): string | null {
  const digits = typed.normalize('NFKC').replaceAll(/[\s〒ー‐‑–—―−-]/g, '');
  return /^\d{7}$/.test(digits) ? `${digits.slice(0, 3)}-${digits.slice(3)}` : null;
}

/** The postal code of an address; anywhere else a text as any other. */
export function PostalCodeInput({
  field,
  value,
  onChange,
}: {
  field: Omit<Parameters<typeof TextField>[0], 'value' | 'onChange'>;
  value: string;
  onChange: WidgetProps['onChange'];
}) {
  const around = use(AroundCode);
  return (
    <TextField
      {...field}
      className="max-w-48"
      inputMode="numeric"
      autoComplete="postal-code"
      value={value}
      onChange={(typed) => {
        const code = toPostalCode(typed);
        if (around) around.lookUp(code ?? typed, code?.replace('-', '') ?? null);
        else onChange(typed === '' ? undefined : typed);
      }}
    />
  );
}
