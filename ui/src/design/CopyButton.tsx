// Copies a text and says so for two seconds in place of its label.
import { Button } from '@fluentui/react-components';
import { Copy16Regular } from './icons';
import { useEffect, useRef, useState } from 'react';
import { copyText } from './clipboard';

type Props = {
  text: () => string | null;
  label?: string;
  name: string;
  appearance?: 'secondary' | 'transparent';
  className?: string | undefined;
};

export function CopyButton({ text, label = 'Copy', name, appearance = 'secondary', className }: Props) {
  const [said, setSaid] = useState<string | null>(null);
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
      size="small"
      appearance={appearance}
      icon={<Copy16Regular />}
      aria-label={said ?? name}
      onClick={() => void copy()}
      className={className}
    >
      <span aria-live="polite">{said ?? label}</span>
    </Button>
  );
}
