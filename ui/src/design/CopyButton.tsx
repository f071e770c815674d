// Copies a text and says so for two seconds in place of its label, or of its icon where it has no label.
import { Button } from '@fluentui/react-components';
import { Checkmark16Regular, Copy16Regular } from './icons';
import { useEffect, useRef, useState } from 'react';
import { copyText } from './clipboard';

type Props = {
  text: () => string | null;
  /** Empty for the icon alone. */
  label?: string;
  name: string;
  appearance?: 'secondary' | 'transparent';
  size?: 'small' | 'medium';
  className?: string | undefined;
};

export function CopyButton({ text, label = 'Copy', name, appearance = 'secondary', size = 'small', className }: Props) {
  const [said, setSaid] = useState<'Copied' | 'Not copied' | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async () => {
    const value = text();
    if (value === null) return;
    setSaid((await copyText(value)) ? 'Copied' : 'Not copied');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setSaid(null), 2000);
  };
  return (
    <Button
      size={size}
      appearance={appearance}
      icon={said === 'Copied' && label === '' ? <Checkmark16Regular /> : <Copy16Regular />}
      aria-label={said ?? name}
      title={label === '' ? name : undefined}
      onClick={() => void copy()}
      className={className}
    >
      {label === '' ? said && <span className="bz-hidden">{said}</span> : <span aria-live="polite">{said ?? label}</span>}
    </Button>
  );
}
