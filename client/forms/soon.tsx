import type { WidgetProps } from '@rjsf/utils';
import { createContext, use, useEffect, useRef, useState, type ComponentType, type ReactNode } from 'react';
import { flushSync } from 'react-dom';

/** What stands in fields already and the form has not been told yet, by field. */
type Waiting = Map<string, () => void>;

const WaitingAnswers = createContext<Waiting | null>(null);

/** Typing goes on within this time: the form is told of the whole. */
const PAUSE_MS = 200;

/**
 * A form is told of an answer when the browser has drawn it, and of what is typed when the typing pauses: what it makes of an answer takes longer than a
 * keystroke may. It is told at once before a key goes elsewhere (so that Tab finds the field that appears), when a pointer moves (so that nothing moves away
 * under a press), and before anything is pressed or sent, the page is left or hidden. `isOff`: at once always, as in a form of several pages, which the
 * browser's way back draws anew before anything could be told.
 */
export function TellSoon({ isOff, children }: { isOff: boolean; children: ReactNode }) {
  const [waiting] = useState<Waiting>(() => new Map());
  useEffect(() => {
    const tell = () => {
      if (waiting.size > 0) flushSync(() => waiting.forEach((each) => each()));
    };
    const onKey = (event: KeyboardEvent) => {
      if (goesElsewhere(event)) tell();
    };
    const onHidden = () => {
      if (document.hidden) tell();
    };
    const onDocument = ['pointerover', 'click', 'submit'];
    const onWindow = ['popstate', 'pagehide'];
    for (const name of onDocument) document.addEventListener(name, tell, true);
    // Before the router, which draws another page of the form.
    for (const name of onWindow) window.addEventListener(name, tell, true);
    document.addEventListener('keydown', onKey, true);
    document.addEventListener('visibilitychange', onHidden);
    return () => {
      for (const name of onDocument) document.removeEventListener(name, tell, true);
      for (const name of onWindow) window.removeEventListener(name, tell, true);
      document.removeEventListener('keydown', onKey, true);
      document.removeEventListener('visibilitychange', onHidden);
    };
  }, [waiting]);
  return <WaitingAnswers value={isOff ? null : waiting}>{children}</WaitingAnswers>;
}

const goesElsewhere = ({ key, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean =>
  ['Tab', 'Enter', 'Escape'].includes(key) || altKey || ctrlKey || metaKey;

/** A widget that shows an answer at once and tells the form of it soon; `isTyped`: when the typing pauses. */
export function toldSoon(Widget: ComponentType<WidgetProps>, isTyped: boolean): ComponentType<WidgetProps> {
  return function SoonWidget(props: WidgetProps) {
    const waiting = use(WaitingAnswers);
    const [own, setOwn] = useState<{ value: unknown } | null>(null);
    const { id, onChange } = props;
    // Its place may be another by then: lists lose entries.
    const latest = useRef(onChange);
    useEffect(() => {
      latest.current = onChange;
    });
    // Of a field that has gone nobody is to be told.
    useEffect(() => () => void waiting?.delete(id), [waiting, id]);
    if (!waiting) return <Widget {...props} />;
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
