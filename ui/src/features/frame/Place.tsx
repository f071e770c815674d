// What a place puts into the window: its content, and beside the title a crumb and controls. The frame itself stays as it is
// when the place changes, so that focus is not lost.
import { createContext, useContext, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

export type Slots = { crumb: HTMLElement | null; controls: HTMLElement | null };

const Current = createContext<Slots>({ crumb: null, controls: null });

export const SlotsProvider = Current.Provider;

export function Place({ crumb, controls, children }: { crumb?: ReactNode; controls?: ReactNode; children: ReactNode }) {
  const slots = useContext(Current);
  return (
    <>
      {slots.crumb && crumb ? createPortal(crumb, slots.crumb) : null}
      {slots.controls && controls ? createPortal(controls, slots.controls) : null}
      {children}
    </>
  );
}
