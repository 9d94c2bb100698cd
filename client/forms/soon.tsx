import type { WidgetProps } from '@rjsf/utils';
import { createContext, use, useEffect, useRef, useState, type ComponentType, type ReactNode } from 'react';
import { flushSync } from 'react-dom';

/** What stands in fields already and the form has not been told yet, by field. */
type Waiting = Map<string, () => void>;

const WaitingAnswers = createContext<Waiting>(new Map());

/**
 * A form is told of an answer when the browser has drawn it, and of what is typed when the typing pauses: what it makes of the answer takes longer than a keystroke may. Before anything else happens in
 * the form (it is sent, another field is entered, something is pressed) or the page goes, it is told at once.
 */
export function TellSoon({ children }: { children: ReactNode }) {
  const [waiting] = useState<Waiting>(() => new Map());
  const tell = () => {
    if (waiting.size > 0) flushSync(() => tellAll(waiting));
  };
  useEffect(() => {
    const leave = () => tellAll(waiting);
    window.addEventListener('pagehide', leave);
    return () => window.removeEventListener('pagehide', leave);
  }, [waiting]);
  return (
    <WaitingAnswers value={waiting}>
      <div
        className="contents"
        onSubmitCapture={tell}
        onBlurCapture={tell}
        onPointerDownCapture={tell}
        onClickCapture={tell}
      >
        {children}
      </div>
    </WaitingAnswers>
  );
}

function tellAll(waiting: Waiting): void {
  for (const tell of waiting.values()) tell();
}

/** Who types goes on within this time: the form is told of the whole. */
const PAUSE_MS = 200;

/** A widget that shows an answer at once and tells the form of it soon; one that is typed into when the typing pauses. */
export function toldSoon(Widget: ComponentType<WidgetProps>, isTyped: boolean): ComponentType<WidgetProps> {
  return function SoonWidget(props: WidgetProps) {
    const waiting = use(WaitingAnswers);
    const [own, setOwn] = useState<{ value: unknown } | null>(null);
    const { id, onChange } = props;
    const latest = useRef(onChange);
    useEffect(() => {
      latest.current = onChange;
    });
    // Of a field that has gone nobody is to be told.
    useEffect(() => () => void waiting.delete(id), [waiting, id]);
    const change = (value: unknown) => {
      const tell = () => {
        if (waiting.get(id) !== tell) return;
        waiting.delete(id);
        setOwn(null);
        latest.current(value);
      };
      waiting.set(id, tell);
      setOwn({ value });
      if (isTyped) setTimeout(tell, PAUSE_MS);
      else afterPaint(tell);
    };
    return <Widget {...props} value={own ? own.value : props.value} onChange={change} />;
  };
}

/** When the next frame has been drawn. */
function afterPaint(work: () => void): void {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', work);
    port1.start();
    port2.postMessage(null);
  });
}
