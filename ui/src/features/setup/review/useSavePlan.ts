// Saves the plan for somebody or something else, and keeps where it went.
import { useState } from 'react';
import type { PlanFormat, ProblemView, Saved } from '../../../contract.gen';
import { useAsk } from '../ask';

export type Saving = {
  save: (format: PlanFormat) => void;
  again: () => void;
  saved: { format: PlanFormat; where: Saved } | null;
  busy: boolean;
  problem: ProblemView | null;
  close: () => void;
};

export function useSavePlan(id: string): Saving {
  const { ask, asking, problem, forget } = useAsk();
  const [saved, setSaved] = useState<Saving['saved']>(null);
  const [last, setLast] = useState<PlanFormat>('pack');
  const save = (format: PlanFormat) => {
    setLast(format);
    void ask('setup_save_plan', { id, format }).then((where) => where && setSaved({ format, where }));
  };
  const close = () => {
    setSaved(null);
    forget();
  };
  return { save, again: () => save(last), saved, busy: asking !== null, problem, close };
}
