import { Component, type ReactNode } from 'react';

type Props = {
  children: ReactNode;
  /** What is shown where the children cannot be drawn. */
  instead: ReactNode;
  /** They are tried again once this is another. */
  of: unknown;
};
type State = { isBroken: boolean; of: unknown };

/** Holds back what goes wrong while a part of a page is drawn, so that the rest of the page stays. */
export class Boundary extends Component<Props, State> {
  override state: State = { isBroken: false, of: this.props.of };

  static getDerivedStateFromError(): Partial<State> {
    return { isBroken: true };
  }

  static getDerivedStateFromProps({ of }: Props, before: State): State | null {
    return of === before.of ? null : { isBroken: false, of };
  }

  override render(): ReactNode {
    return this.state.isBroken ? this.props.instead : this.props.children;
  }
}
