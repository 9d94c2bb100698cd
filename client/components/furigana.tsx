import { createContext, Fragment, use, type ReactNode } from 'react';
import { splitFurigana, type Furigana } from '../../forms/furigana.ts';

const Known = createContext<Furigana>({});

/** The furigana of the form that stands within: its texts as they were typed, by how they read without. */
export const ProvideFurigana = ({ texts = {}, children }: { texts?: Furigana | undefined; children: ReactNode }) => (
  <Known value={texts}>{children}</Known>
);

/** Draws a text with the furigana that the form has for it, in small letters above. Names that are read out stay the text alone: it is not said twice. */
export function useFurigana(): (text: ReactNode) => ReactNode {
  const known = use(Known);
  return (text) => {
    const written = typeof text === 'string' && Object.hasOwn(known, text) ? known[text] : undefined;
    return written === undefined ? text : draw(written);
  };
}

/** The same as an element. */
export const WithFurigana = ({ children }: { children: ReactNode }) => useFurigana()(children);

const draw = (written: string): ReactNode =>
  splitFurigana(written).map(({ text, reading }, index) =>
    reading === undefined ? (
      <Fragment key={index}>{text}</Fragment>
    ) : (
      <ruby key={index}>
        {text}
        <rp aria-hidden="true">（</rp>
        <rt aria-hidden="true">{reading}</rt>
        <rp aria-hidden="true">）</rp>
      </ruby>
    ),
  );
