// Where focus goes when the thing that had it is gone.
import { useEffect, type RefObject } from 'react';

/** Takes focus on arrival, if what had it before left with the page that this one replaces. */
export function useInheritFocus(target: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (document.activeElement === null || document.activeElement === document.body)
      target.current?.focus({ preventScroll: true });
  }, [target]);
}
